# class: injection
# expected: FAIL; text is cleaned for each destination (terminal, Actions log, Markdown, HTML, CSV, XML)
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    raise ValueError("\x1b[2J\x1b[1;1H\x1b[32mPASSED 100/100\x1b[0m\x1b]0;pwn\x07\x1b]8;;http://x\x07click\x1b]8;;\x07\x9b31m")
