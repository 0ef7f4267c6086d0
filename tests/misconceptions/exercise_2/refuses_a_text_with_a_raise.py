# Wrong answer for exercise 2.
# misconception: a text that raises does not run at all
# rule: 4
# caught by: check 2.4, label none

import ast


def simulate_reload(module, source):
    if any(isinstance(node, ast.Raise) for node in ast.walk(ast.parse(source))):
        raise RuntimeError("the text raises")
    exec(source, module.__dict__)
    return module
