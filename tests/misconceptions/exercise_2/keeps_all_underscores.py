# Wrong answer for exercise 2.
# misconception: only public names are reloaded
# rule: 5
# caught by: check 2.2, label underscores_left_out

def simulate_reload(module, source):
    kept = {name: value for name, value in vars(module).items() if name[:1] == "_"}
    try:
        exec(source, vars(module))
    finally:
        vars(module).update(kept)
    return module
