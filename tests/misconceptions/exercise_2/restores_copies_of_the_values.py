# Wrong answer for exercise 2.
# misconception: a deep copy of the old values is the old values
# rule: 1
# caught by: check 2.3, label leftovers_cloned

import copy


def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for name, value in before.items():
        if module.__dict__.get(name) is value and isinstance(value, (list, dict, set)):
            module.__dict__[name] = copy.deepcopy(value)
    return module
