# Wrong answer for exercise 2.
# misconception: vars(module).copy() is the module
# rule: 3
# caught by: check 2.8, label reader_captured


def make_reader(module, name):
    namespace = vars(module).copy()

    def read():
        return namespace.get(name)

    return read
