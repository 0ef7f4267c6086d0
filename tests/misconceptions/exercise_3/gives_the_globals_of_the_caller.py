# Wrong answer for exercise 3.
# misconception: `globals()` gives the global names of whatever is asked about
# rule: 5
# caught by: check 3.1, label own_globals


def namespace_of(function):
    return globals()
