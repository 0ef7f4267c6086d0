# Wrong answer for exercise 3.
# misconception: a namespace can only be had from a module object that is alive
# rule: 2
# caught by: check 3.2, label namespace_lost

import gc


def namespace_of(function):
    owners = [one for one in gc.get_referrers(function.__globals__) if isinstance(one, ModuleType)]
    return owners[0].__dict__
