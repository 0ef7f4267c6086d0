# Wrong answer for exercise 2.
# misconception: the last expression of a function is its result
# rule: none
# caught by: check 2.8, label none


def make_reader(module, name):
    def read():
        getattr(module, name)

    return read
