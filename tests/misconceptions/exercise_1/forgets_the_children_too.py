# Wrong answer for exercise 1.
# misconception: forgetting a module takes everything below its name along
# rule: 2
# caught by: check 1.8, label removed_others


def forget(module):
    name = module.__name__
    if sys.modules.get(name) is module:
        for key in list(sys.modules):
            if key == name or str(key).startswith(name + "."):
                del sys.modules[key]
