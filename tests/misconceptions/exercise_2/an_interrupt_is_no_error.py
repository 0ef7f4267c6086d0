# Wrong answer for exercise 2.
# misconception: KeyboardInterrupt is for the user and not for the caller
# rule: 4
# caught by: check 2.5, label wrapped

def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except KeyboardInterrupt as interrupt:
        raise RuntimeError("the reload was interrupted") from interrupt
    return module
