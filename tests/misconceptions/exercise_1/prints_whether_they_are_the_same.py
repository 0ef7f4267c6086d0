# Wrong answer for exercise 1.
# misconception: what is printed has been given to the caller
# rule: none
# caught by: check 1.6, label returned_none


def same_module(first, second):
    print(first is second)
