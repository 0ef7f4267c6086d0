# Wrong answer for exercise 1.
# misconception: the class is where attributes are set
# rule: 1
# caught by: check 1.3, label set_on_the_class


def set_own(instance, name, value):
    setattr(type(instance), name, value)
