# Wrong answer for exercise 2.
# misconception: a function that was defined inside is the result
# rule: none
# caught by: check 2.8, label returned_none


def make_reader(module, name):
    def read():
        return getattr(module, name)
