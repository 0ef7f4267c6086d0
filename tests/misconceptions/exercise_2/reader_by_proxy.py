# Wrong answer for exercise 2.
# misconception: a proxy is the module
# rule: none
# caught by: check 2.8, label module_let_go

import weakref


def make_reader(module, name):
    proxy = weakref.proxy(module)

    def read():
        return getattr(proxy, name)

    return read
