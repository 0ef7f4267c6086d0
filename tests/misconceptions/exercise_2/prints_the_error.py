# Wrong answer for exercise 2.
# misconception: printing an error is handling it
# rule: 4
# caught by: check 2.5, label swallowed

import traceback


def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except Exception:
        traceback.print_exc()
    return module
