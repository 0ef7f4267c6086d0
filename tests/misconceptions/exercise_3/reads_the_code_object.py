# Wrong answer for exercise 3.
# misconception: same dictionary and the name in co_names: that is proof
# rule: 3
# caught by: check 3.6, label structural_only


def follows_module(function, module, name):
    return function.__globals__ is module.__dict__ and name in function.__code__.co_names
