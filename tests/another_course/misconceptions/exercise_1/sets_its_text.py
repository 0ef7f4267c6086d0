# Wrong answer for exercise 1.
# misconception: what is held is what would be printed
# rule: 1
# caught by: check 1.3, label none


def set_own(instance, name, value):
    instance.__dict__[name] = str(value)
