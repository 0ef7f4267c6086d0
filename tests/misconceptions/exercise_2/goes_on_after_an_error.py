# Wrong answer for exercise 2.
# misconception: the statements after a failing one run all the same
# rule: 4
# caught by: check 2.5, label ran_on_after_error

def simulate_reload(module, source):
    try:
        exec(source, module.__dict__)
    except Exception as error:
        step = error.__traceback__.tb_next
        if step is None:
            raise
        done = step.tb_lineno
        rest = source.splitlines()[done:]
        exec("\n".join(rest), module.__dict__)
        raise
    return module
