# coding: rot13
# class: source
# expected: rejected: encoding
# scores: nothing
# bound: at once
# looks: no
# told: syntax_error
# place: alone

def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
