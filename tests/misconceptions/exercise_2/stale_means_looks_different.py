# Wrong answer for exercise 2.
# misconception: a copy goes stale when its contents change
# rule: 3
# caught by: check 2.7, label stale_by_value

import copy


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    before = copy.deepcopy(copied)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(copied, current, before != current)
