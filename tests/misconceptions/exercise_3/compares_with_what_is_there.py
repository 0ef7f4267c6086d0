# Wrong answer for exercise 3.
# misconception: a function follows if it returns what is bound now
# rule: 3
# caught by: check 3.6, label no_intervention


def follows_module(function, module, name):
    try:
        return function() == vars(module)[name]
    except Exception:
        return False
