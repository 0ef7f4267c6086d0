# Wrong answer for exercise 3.
# misconception: a reload brings back the state before the experiment
# rule: 1
# caught by: check 3.6, label experiment_reloads

import importlib


def follows_module(function, module, name):
    probe = object()
    setattr(module, name, probe)
    try:
        return function() is probe
    except Exception:
        return False
    finally:
        importlib.reload(module)
