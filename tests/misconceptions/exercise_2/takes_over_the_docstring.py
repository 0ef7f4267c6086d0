# Wrong answer for exercise 2.
# misconception: __doc__ is what the new text says, also when it says nothing
# rule: 1
# caught by: check 2.3, label dunders_reset

import ast


def simulate_reload(module, source):
    module.__doc__ = ast.get_docstring(ast.parse(source))
    exec(source, module.__dict__)
    return module
