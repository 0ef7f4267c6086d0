# Wrong answer for exercise 2.
# misconception: the first string on a line of its own is the docstring
# rule: 1
# caught by: check 2.3, label bare_string_as_docstring

import ast


def simulate_reload(module, source):
    exec(source, module.__dict__)
    for statement in ast.parse(source).body:
        match statement:
            case ast.Expr(value=ast.Constant(value=str(text))):
                module.__doc__ = text
                break
    return module
