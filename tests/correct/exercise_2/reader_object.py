# alternative: classes with __slots__ and __call__; Comparison computes `stale` itself
class Comparison:
    __slots__ = ("copied", "current")

    def __init__(self, copied, current):
        self.copied = copied
        self.current = current

    @property
    def stale(self):
        return self.copied is not self.current


class ModuleName:
    """One name of one module: to be read at any time, never remembered."""

    __slots__ = ("module", "name")

    def __init__(self, module, name):
        self.module = module
        self.name = name

    def __call__(self):
        return self.module.__getattribute__(self.name)


def simulate_reload(module, source):
    program = compile(source + "\n", "<text>", "exec", 0, True)
    eval(program, module.__dict__)  # a code object compiled with "exec" runs as a program
    return module


def compare_after_reload(module, name, source):
    read = ModuleName(module, name)
    before = read()
    simulate_reload(module, source)
    return Comparison(before, read())


make_reader = ModuleName
