# Wrong answer for exercise 3.
# misconception: (review part) a prediction alone is evidence
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

CITES: tuple[str, ...] = ("rebound", "forgotten")
