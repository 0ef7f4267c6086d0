# Wrong answer for exercise 2.
# misconception: a reload is a run, and the namespace has to be as before afterwards
# rule: 4
# caught by: check 2.2, label put_back

from contextlib import contextmanager


@contextmanager
def patched(namespace):
    before = namespace.copy()
    try:
        yield
    finally:
        namespace.clear()
        namespace.update(before)


def simulate_reload(module, source):
    with patched(module.__dict__):
        exec(source, module.__dict__)
    return module
