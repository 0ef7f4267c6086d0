# Wrong answer for exercise 2.
# misconception: a text that does not compile has begun to run
# rule: 4
# caught by: check 2.5, label none

def simulate_reload(module, source):
    module.__dict__["__source__"] = source
    exec(source, module.__dict__)
    return module
