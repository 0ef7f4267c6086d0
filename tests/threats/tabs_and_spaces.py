# class: source
# expected: one message: TabError, line number
# scores: nothing
# bound: at once
# looks: no
# told: syntax_error
# place: alone

def FUNCTION(*arguments, **named):
    if arguments:
	return RIGHT(*arguments, **named)
