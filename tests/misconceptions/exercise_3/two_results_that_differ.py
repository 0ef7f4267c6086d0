# Wrong answer for exercise 3.
# misconception: if the result changes, my change was the reason
# rule: 5
# caught by: check 3.6, label change_counts_as_following


def follows_module(function, module, name):
    namespace = module.__dict__
    absent = object()

    def result():
        try:
            return function()
        except Exception:
            return absent

    before = namespace.get(name, absent)
    first = result()
    namespace[name] = object()
    try:
        second = result()
        return second is not first and second is not absent
    finally:
        if before is absent:
            del namespace[name]
        else:
            namespace[name] = before
