# Wrong answer for exercise 2.
# misconception: a function that is defined anew is the same function with other code
# rule: 3
# caught by: check 2.2, label updated_in_place

import types


def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    for name, old in before.items():
        new = module.__dict__.get(name)
        if type(new) is type(old) is types.FunctionType:
            old.__code__ = new.__code__
            module.__dict__[name] = old
    return module
