# Wrong answer for exercise 2.
# misconception: a reload of the same text has nothing to do
# rule: 4
# caught by: check 2.4, label not_run_again

_KNOWN = {}


def simulate_reload(module, source):
    if _KNOWN.get(id(module)) == source:
        return module
    exec(source, module.__dict__)
    _KNOWN[id(module)] = source
    return module
