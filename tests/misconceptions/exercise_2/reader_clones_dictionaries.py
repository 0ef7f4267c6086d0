# Wrong answer for exercise 2.
# misconception: a reader protects the module from its callers
# rule: 3
# caught by: check 2.8, label copied_value_not_reference

import copy


def make_reader(module, name):
    def read():
        value = getattr(module, name)
        return copy.copy(value) if isinstance(value, (dict, set)) else value

    return read
