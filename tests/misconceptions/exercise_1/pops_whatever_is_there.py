# Wrong answer for exercise 1.
# misconception: whatever is registered under the name is my module
# rule: 2
# caught by: check 1.8, label removed_someone_else


def forget(module):
    sys.modules.pop(module.__name__, None)
