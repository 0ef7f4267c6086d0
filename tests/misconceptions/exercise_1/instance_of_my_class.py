# Wrong answer for exercise 1.
# misconception: a module is an instance of a class that I write
# rule: 1
# caught by: check 1.1, label not_a_module


class Module:
    def __init__(self, name):
        self.__name__ = name


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = Module(name)
    vars(module).update(values)
    sys.modules[name] = module
    return module
