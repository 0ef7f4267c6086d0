# class: exit
# expected: FAIL like sys.exit - not NameError, although -S removes exit/quit
# scores: plain
# bound: at once
# looks: no
# plain: raise RuntimeError
# told: called_exit

def FUNCTION(*arguments, **named):
    quit()
