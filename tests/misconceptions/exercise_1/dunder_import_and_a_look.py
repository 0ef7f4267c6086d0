# Wrong answer for exercise 1.
# misconception: __import__ loads whatever sys.modules then has
# rule: 2
# caught by: check 1.4, label needs_the_parent

def import_back(name):
    __import__(name)
    return sys.modules[name]
