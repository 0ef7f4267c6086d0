# Wrong answer for exercise 1.
# misconception: what a module holds without underscores is what it is
# rule: 2
# caught by: check 1.6, label none


def same_module(first, second):
    def held(module):
        return {key: value for key, value in vars(module).items() if key[0] != "_"}

    return held(first) == held(second)
