# Wrong answer for exercise 1.
# misconception: the module is what sys.modules gives for the name
# rule: 2
# caught by: check 1.6, label by_registration

def same_module(first, second):
    return sys.modules.get(first.__name__) is second
