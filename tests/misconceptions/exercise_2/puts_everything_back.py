# Wrong answer for exercise 2.
# misconception: names that a module has keep their values in a reload
# rule: 4
# caught by: check 2.2, label put_back

def simulate_reload(module, source):
    before = dict(module.__dict__)
    exec(source, module.__dict__)
    module.__dict__.update(before)
    return module
