# Wrong answer for exercise 1.
# misconception: a module that is not registered yet is registered, and then compared
# rule: 2
# caught by: check 1.6, label by_registration

def same_module(first, second):
    return sys.modules.setdefault(first.__name__, first) is second
