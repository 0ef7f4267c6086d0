# Wrong answer for exercise 2.
# misconception: the report has to be safe from later changes, so it holds a clone
# rule: 3
# caught by: check 2.6, label copied_value_not_reference

import copy


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copy.copy(copied), current, copied is not current)
