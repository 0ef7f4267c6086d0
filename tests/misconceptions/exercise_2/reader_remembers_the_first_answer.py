# Wrong answer for exercise 2.
# misconception: looking once is enough
# rule: 3
# caught by: check 2.8, label reader_cached

import functools


def make_reader(module, name):
    @functools.cache
    def read():
        return getattr(module, name)

    return read
