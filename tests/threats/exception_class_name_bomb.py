# class: exception
# expected: the name of a class is text to be cleaned and cut
# scores: plain
# bound: at once
# looks: no
# plain: raise Exception

def FUNCTION(*arguments, **named):
    name = "\x1b[2J::error::" + "A" * 1_000_000
    raise type(name, (Exception,), {"__module__": name})(name)
