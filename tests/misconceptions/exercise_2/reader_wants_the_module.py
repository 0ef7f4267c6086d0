# Wrong answer for exercise 2.
# misconception: the caller passes what the reader is to look at
# rule: none
# caught by: check 2.8, label reader_wants_arguments

def make_reader(module, name):
    return lambda module: getattr(module, name)
