# Wrong answer for exercise 2.
# misconception: what a question changes is undone when it has been answered
# rule: 4
# caught by: check 2.6, label put_back

from contextlib import contextmanager


@contextmanager
def patched(namespace):
    before = namespace.copy()
    try:
        yield
    finally:
        namespace.clear()
        namespace.update(before)


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    with patched(vars(module)):
        current = getattr(simulate_reload(module, source), name)
    return Comparison(copied, current, copied is not current)
