# Wrong answer for exercise 3.
# misconception: a function that followed once is one that follows
# rule: 5
# caught by: check 3.6, label answer_remembered

_ANSWERS = {}


def follows_module(function, module, name):
    key = function, module, name
    if key not in _ANSWERS:
        absent, probe = object(), object()
        before = vars(module).get(name, absent)
        vars(module)[name] = probe
        try:
            _ANSWERS[key] = function() is probe
        except Exception:
            _ANSWERS[key] = False
        finally:
            if before is absent:
                vars(module).pop(name, None)
            else:
                vars(module)[name] = before
    return _ANSWERS[key]
