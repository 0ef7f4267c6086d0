# Wrong answer for exercise 2.
# misconception: from-import reaches the module that I was given
# rule: 2
# caught by: check 2.6, label compared_by_name


def compare_after_reload(module, name, source):
    names = {}
    exec(f"from {module.__name__} import {name} as copied", names)
    simulate_reload(module, source)
    current = getattr(module, name)
    return Comparison(names["copied"], current, names["copied"] is not current)
