# class: exception
# expected: nested groups and circular causes are cut
# scores: plain
# bound: at once
# looks: no
# plain: raise ExceptionGroup('plain', [ValueError()])

def FUNCTION(*arguments, **named):
    error = ValueError("innermost")
    for _ in range(200): error = ExceptionGroup("layer", [error])
    error.__cause__ = error; error.__context__ = error
    raise error
