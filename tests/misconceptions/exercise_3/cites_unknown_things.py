# Wrong answer for exercise 3.
# misconception: (review part) any word can be cited
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

CITES: tuple[str, ...] = ("follows_module", "the documentation")
