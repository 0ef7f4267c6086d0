# Wrong answer for exercise 2.
# misconception: yield hands a value to the caller as return does
# rule: none
# caught by: check 2.8, label not_run


def make_reader(module, name):
    def read():
        while True:
            yield getattr(module, name)

    return read
