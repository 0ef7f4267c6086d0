# Wrong answer for exercise 3.
# misconception: a function reads its global names, so it follows
# rule: 5
# caught by: check 3.6, label follows_always


def follows_module(function, module, name):
    return True
