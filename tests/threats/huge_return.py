# class: memory
# expected: FAIL: wrong answer "a str of 300,000,000 characters" - never 300 MB over the pipe
# scores: plain
# bound: time limit
# looks: no
# plain: return 999

def FUNCTION(*arguments, **named):
    return "5" * 300_000_000
