# Wrong answer for exercise 3.
# misconception: (review part) braces or parentheses, it is all a list
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

CITES = {"follows_module", "forgotten"}
