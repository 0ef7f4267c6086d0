# Wrong answer for exercise 1.
# misconception: an import statement for a dotted name needs nothing but the name
# rule: 2
# caught by: check 1.4, label needs_the_parent

def import_back(name):
    exec(f"import {name}", {})
    return sys.modules[name]
