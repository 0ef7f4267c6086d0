# Wrong answer for exercise 2.
# misconception: a new reader takes the place of the one before
# rule: none
# caught by: check 2.8, label none

_LATEST = []


def make_reader(module, name):
    def read():
        return getattr(module, name) if _LATEST[-1] is read else None

    _LATEST.append(read)
    return read
