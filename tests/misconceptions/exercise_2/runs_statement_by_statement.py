# Wrong answer for exercise 2.
# misconception: a text is its statements, each run for itself
# rule: 1
# caught by: check 2.3, label bare_string_as_docstring

import ast


def simulate_reload(module, source):
    tree = ast.parse(source)
    first_error = None
    for statement in tree.body:
        part = ast.Module(body=[statement], type_ignores=[])
        try:
            exec(compile(part, "<reload>", "exec"), module.__dict__)
        except Exception as error:
            first_error = first_error or error
    if first_error is not None:
        raise first_error
    return module
