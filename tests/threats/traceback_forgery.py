# class: exception
# expected: file and line names from the traceback are text to be cleaned; line numbers are bounds-checked against the source the host holds
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

exec(compile("\n" * 70000 + "def FUNCTION(*arguments, **named): raise ValueError(1)", "test_hidden.py\x1b[2J\n::error::x", "exec"))
