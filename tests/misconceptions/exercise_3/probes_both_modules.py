# Wrong answer for exercise 3.
# misconception: a name that is imported from elsewhere is the name of both modules
# rule: 5
# caught by: check 3.6, label none


def follows_module(function, module, name):
    probe, unbound = object(), object()
    owner = sys.modules.get(function.__module__, module)
    befores = [(vars(one), vars(one).get(name, unbound)) for one in (module, owner)]
    for space, _ in befores:
        space[name] = probe
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        for space, before in befores:
            space.pop(name, None) if before is unbound else space.update({name: before})
