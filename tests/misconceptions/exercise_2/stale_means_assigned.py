# Wrong answer for exercise 2.
# misconception: every assignment moves a name to another object
# rule: 3
# caught by: check 2.7, label stale_by_assignment

import ast


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    stored = {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return Comparison(copied, getattr(module, name), name in stored)
