# class: source
# expected: FAIL: "does not define add"
# scores: nothing
# bound: at once
# looks: no
# told: missing_function
# place: alone


