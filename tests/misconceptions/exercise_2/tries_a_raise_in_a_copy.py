# Wrong answer for exercise 2.
# misconception: a text that can fail is tried in a copy
# rule: 5
# caught by: check 2.5, label none

import ast


def simulate_reload(module, source):
    raises = any(isinstance(node, ast.Raise) for node in ast.walk(ast.parse(source)))
    exec(source, dict(module.__dict__) if raises else module.__dict__)
    return module
