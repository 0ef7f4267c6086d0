# Wrong answer for exercise 1.
# misconception: an entry that is None is what is left of a module
# rule: 2
# caught by: check 1.8, label removed_someone_else

def forget(module):
    if sys.modules.get(module.__name__) is module or sys.modules.get(module.__name__) is None:
        sys.modules.pop(module.__name__, None)
