# class: exception
# expected: a text that is no text, or claims a verdict, is text
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

class Text(str):
    def __len__(self): return 3
    def __getitem__(self, key): raise SystemExit
class Lying(Exception):
    def __str__(self): return Text("PASSED" * 10_000)
def FUNCTION(*arguments, **named):
    raise Lying
