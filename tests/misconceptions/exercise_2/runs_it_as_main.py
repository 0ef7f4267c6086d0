# Wrong answer for exercise 2.
# misconception: running a text means running it as __main__
# rule: 1
# caught by: check 2.3, label dunders_reset


def simulate_reload(module, source):
    module.__dict__["__name__"] = "__main__"
    exec(source, module.__dict__)
    return module
