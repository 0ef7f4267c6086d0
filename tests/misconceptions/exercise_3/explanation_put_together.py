# Wrong answer for exercise 3.
# misconception: (review part) texts that are joined or filled in are plain texts
# rule: none (goes to a person)
# caught by: check 3.R, label review_not_submitted

EXPLANATION: dict[str, str] = {
    "objects": "The function refers to a dictionary," + " which is the one of its module.",
    "evidence": f"follows_module shows that there is {1} dictionary.",
    "boundary": "Defaults and closures are kept elsewhere.",
}
