# Wrong answer for exercise 1.
# misconception: each part of a dotted name is imported before the next
# rule: 2
# caught by: check 1.4, label needs_the_parent

def import_back(name):
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        module = importlib.import_module(".".join(parts[:length]))
    return module
