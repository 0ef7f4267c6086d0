# Wrong answer for exercise 1.
# misconception: a module is registered in its package as well
# rule: 5
# caught by: check 1.8, label parent_modified


def forget(module):
    name = module.__name__
    if sys.modules.get(name) is not module:
        return
    del sys.modules[name]
    above, _, last = name.rpartition(".")
    if above in sys.modules and hasattr(sys.modules[above], last):
        delattr(sys.modules[above], last)
