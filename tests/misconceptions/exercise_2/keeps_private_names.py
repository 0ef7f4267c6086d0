# Wrong answer for exercise 2.
# misconception: names with an underscore are the business of the old text
# rule: 5
# caught by: check 2.2, label private_names_left_out

def simulate_reload(module, source):
    private = {
        name: value
        for name, value in module.__dict__.items()
        if name.startswith("_") and not name.startswith("__")
    }
    exec(source, module.__dict__)
    module.__dict__.update(private)
    return module
