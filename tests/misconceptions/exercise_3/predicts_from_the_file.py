# Wrong answer for exercise 3.
# misconception: a function reads its settings from the file
# rule: 1
# caught by: check 3.8, label file_model

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "new",
    "file_deleted": "error",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
