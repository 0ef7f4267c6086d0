# Wrong answer for exercise 1.
# misconception: a class with the values as attributes is a module, too
# rule: 1
# caught by: check 1.1, label not_a_module


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = type(name, (), dict(values))
    sys.modules[name] = module
    return module
