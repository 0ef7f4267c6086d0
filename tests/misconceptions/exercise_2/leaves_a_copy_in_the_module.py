# Wrong answer for exercise 2.
# misconception: the object that was copied out is no longer the module's
# rule: 5
# caught by: check 2.7, label none

import copy


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    setattr(module, name, copy.copy(copied))
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, copied is not current)
