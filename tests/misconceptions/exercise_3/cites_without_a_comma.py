# Wrong answer for exercise 3.
# misconception: (review part) the parentheses make the tuple
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

CITES: tuple[str, ...] = ("follows_module")
