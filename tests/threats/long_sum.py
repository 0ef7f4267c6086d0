# class: source
# expected: FAIL or works; host unaffected (ast.parse in the host would risk RecursionError)
# scores: nothing
# bound: at once
# looks: no
# told: syntax_error load_error load_ended missing_function
# place: alone

x = @REPEAT(1+,20000)@1
