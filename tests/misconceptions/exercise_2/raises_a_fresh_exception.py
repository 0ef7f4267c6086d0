# Wrong answer for exercise 2.
# misconception: an exception of the same type with the same message is the same exception
# rule: 4
# caught by: check 2.5, label wrapped


def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except Exception as error:
        raise type(error)(*error.args) from None
    return module
