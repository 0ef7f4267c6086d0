# Wrong answer for exercise 1.
# misconception: when `is` says no, == may still say yes
# rule: 2
# caught by: check 1.6, label by_identity_or_equality

def same_module(first, second):
    return first is second or first == second
