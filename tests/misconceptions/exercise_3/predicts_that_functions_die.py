# Wrong answer for exercise 3.
# misconception: a function does not survive the removal of its module
# rule: 2
# caught by: check 3.8, label forgotten_kills_functions

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "error",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
