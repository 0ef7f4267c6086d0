# Wrong answer for exercise 2.
# misconception: one reader at a time is enough
# rule: none
# caught by: check 2.8, label none

_open = []


def make_reader(module, name):
    ticket = object()
    _open[:] = [ticket]

    def read():
        if ticket not in _open:
            raise ValueError("this reader has been replaced")
        return getattr(module, name)

    return read
