# Wrong answer for exercise 2.
# misconception: running in a copy first has no effects
# rule: 4
# caught by: check 2.4, label ran_twice


def simulate_reload(module, source):
    try:
        exec(source, dict(module.__dict__))
    except Exception:
        print("this reload is going to fail")
    exec(source, module.__dict__)
    return module
