# class: source
# expected: FAIL: SyntaxError/MemoryError, no crash of the host
# scores: nothing
# bound: at once
# looks: no
# told: syntax_error load_error load_ended missing_function
# place: alone

x = @REPEAT((,2000)@1@REPEAT(),2000)@
