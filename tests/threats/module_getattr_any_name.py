# class: monkeypatch
# expected: FAIL: a PEP 562 __getattr__ is not "defining" the function unless the value is right
# scores: nothing
# bound: at once
# looks: no
# told: missing_function
# place: alone

def __getattr__(name):
    return lambda *a: True
