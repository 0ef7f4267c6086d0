# Wrong answer for exercise 2.
# misconception: an exception would end the reload, so it is left out
# rule: 4
# caught by: check 2.5, label none

import ast


def simulate_reload(module, source):
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.Raise)]
    exec(compile(tree, "<text>", "exec"), module.__dict__)
    return module
