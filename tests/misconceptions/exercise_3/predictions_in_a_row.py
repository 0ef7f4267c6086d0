# Wrong answer for exercise 3.
# misconception: the stories are told apart by their order
# rule: none
# caught by: check 3.8, label none

PREDICTIONS = ("old", "old", "new", "old", "new", "old", "error", "old", "old")
