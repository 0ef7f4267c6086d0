"""One module a format; each is a function over graded values, told its audience."""
