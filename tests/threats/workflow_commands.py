# class: injection
# expected: FAIL; text is cleaned for each destination (terminal, Actions log, Markdown, HTML, CSV, XML); no "::cmd::" at the start of a log line and no "##[cmd]" anywhere
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

CMD = "::set-output name=score::100\n  ::add-mask::a\n::stop-commands::x\n::error file=a::b\nx ##[group]y\n##vso[task.complete result=Succeeded;]"
print(CMD)
def FUNCTION(*arguments, **named):
    print(CMD)
    raise ValueError(CMD)
