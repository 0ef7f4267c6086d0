# class: source
# expected: FAIL: "does not define add"
# scores: nothing
# bound: at once
# told: missing_function
# place: alone


