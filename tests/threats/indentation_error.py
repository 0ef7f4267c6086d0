# class: source
# expected: one message, line number
# scores: nothing
# bound: at once
# told: syntax_error
# place: alone

def FUNCTION(*arguments, **named):
return RIGHT(*arguments, **named)
