# Wrong answer for exercise 2.
# misconception: a value that counts as false is no value
# rule: 3
# caught by: check 2.8, label none_taken_for_missing


class Reader:
    def __init__(self, module, name):
        self.module = module
        self.name = name
        self.last = getattr(module, name, None)

    def __call__(self):
        value = getattr(self.module, self.name, None)
        if value:
            self.last = value
        return self.last


def make_reader(module, name):
    return Reader(module, name)
