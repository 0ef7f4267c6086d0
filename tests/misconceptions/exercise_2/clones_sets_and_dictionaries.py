# Wrong answer for exercise 2.
# misconception: what can change has to be copied to be kept
# rule: 3
# caught by: check 2.6, label copied_value_not_reference

import copy


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    current = getattr(module, name)
    stale = copied is not current
    if isinstance(copied, (set, dict)):
        copied = copy.copy(copied)
    return Comparison(copied, current, stale)
