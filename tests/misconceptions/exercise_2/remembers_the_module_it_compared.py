# Wrong answer for exercise 2.
# misconception: the module of a name is looked up once
# rule: 3
# caught by: check 2.6, label comparison_remembered

class Views:
    def __init__(self, module):
        self.module = module

    def both(self, name, source):
        copied = getattr(self.module, name)
        simulate_reload(self.module, source)
        return copied, getattr(self.module, name)


_VIEWS = {}


def compare_after_reload(module, name, source):
    if module.__name__ not in _VIEWS:
        _VIEWS[module.__name__] = Views(module)
    copied, current = _VIEWS[module.__name__].both(name, source)
    return Comparison(copied, current, copied is not current)
