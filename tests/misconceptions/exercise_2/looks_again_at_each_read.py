# Wrong answer for exercise 2.
# misconception: a report is to show the current object at any time
# rule: none
# caught by: check 2.6, label one_comparison

class Comparison:
    def __init__(self, module, name):
        self.module = module
        self.name = name
        self.copied = getattr(module, name)

    @property
    def current(self):
        return getattr(self.module, self.name)

    @property
    def stale(self):
        return self.copied is not self.current


def compare_after_reload(module, name, source):
    report = Comparison(module, name)
    simulate_reload(module, source)
    return report
