# class: known-limit
# expected: KNOWN LIMIT: student code sees the hidden inputs; they leak through whatever the feedback shows. For hidden checks show neither stdout, nor the exception text, nor the value
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    print("inputs", arguments, named)
    raise ValueError("inputs %r %r" % (arguments, named))
