# Wrong answer for exercise 2.
# misconception: __doc__ is fixed when the module object is made
# rule: 5
# caught by: check 2.2, label docstring_left_out

def simulate_reload(module, source):
    doc = module.__doc__
    try:
        exec(source, module.__dict__)
    finally:
        module.__doc__ = doc
    return module
