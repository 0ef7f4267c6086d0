# Wrong answer for exercise 3.
# misconception: a script cannot import itself, and what is not in `__all__` is not exported
# rule: 1
# caught by: check 3.8, label none

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "error",
    "left_out_of_all": "error",
}
