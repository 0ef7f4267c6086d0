# Wrong answer for exercise 2.
# misconception: the text says what would come, and nothing need run
# rule: 4
# caught by: check 2.6, label none


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    return Comparison(copied, getattr(module, name), name in source)
