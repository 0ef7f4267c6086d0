# Wrong answer for exercise 2.
# misconception: code that is run directly is __main__ while it runs
# rule: 1
# caught by: check 2.3, label ran_under_another_name

def simulate_reload(module, source):
    name = module.__name__
    module.__name__ = "__main__"
    try:
        exec(source, module.__dict__)
    finally:
        module.__name__ = name
    return module
