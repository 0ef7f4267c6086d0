# Wrong answer for exercise 1.
# misconception: an assignment to an attribute always lands in the instance
# rule: 1
# caught by: check 1.3, label asks_the_class


def set_own(instance, name, value):
    setattr(instance, name, value)
