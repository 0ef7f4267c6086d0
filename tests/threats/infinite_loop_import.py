# class: time
# expected: all checks FAIL once, with ONE message, and the grader does not pay the limit per check
# scores: nothing
# bound: time limit
# looks: no
# told: load_endless

while True:
    pass
