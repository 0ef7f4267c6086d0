# Wrong answer for exercise 1.
# misconception: where there is no module under a name there should be no key
# rule: 2
# caught by: check 1.8, label removed_someone_else

def forget(module):
    entry = sys.modules.pop(module.__name__, None)
    if entry is not None and entry is not module:
        sys.modules[module.__name__] = entry
