# Wrong answer for exercise 2.
# misconception: the getter knows where to look
# rule: none
# caught by: check 2.8, label reader_wants_arguments

import operator


def make_reader(module, name):
    return operator.attrgetter(name)
