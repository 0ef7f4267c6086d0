# Wrong answer for exercise 2.
# misconception: an attribute of the class belongs to each object
# rule: none
# caught by: check 2.8, label readers_share

class Reader:
    def __call__(self):
        return vars(self.module)[self.name]


def make_reader(module, name):
    Reader.module = module
    Reader.name = name
    return Reader()
