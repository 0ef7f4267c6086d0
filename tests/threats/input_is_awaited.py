# class: time
# expected: standard input is at its end; nobody waits for a person
# scores: plain
# bound: at once
# looks: no
# plain: raise EOFError

def FUNCTION(*arguments, **named):
    return input('password: ')
