# class: injection
# expected: FAIL; text is cleaned for each destination (terminal, Actions log, Markdown, HTML, CSV, XML)
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    raise ValueError("\u202e5 dessap\u202c\u200b\u2066x\u2069\ufeff\U000e0041")
