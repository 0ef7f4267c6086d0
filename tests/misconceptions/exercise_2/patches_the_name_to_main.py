# Wrong answer for exercise 2.
# misconception: a text that is run by hand is a script
# rule: 1
# caught by: check 2.3, label ran_under_another_name

from contextlib import contextmanager


@contextmanager
def called(module, name):
    own, module.__name__ = module.__name__, name
    yield module
    module.__name__ = own


def simulate_reload(module, source):
    with called(module, "__main__") as script:
        exec(source, vars(script))
    return module
