# Wrong answer for exercise 3.
# misconception: a from-imported name follows the module
# rule: 3
# caught by: check 3.8, label copied_name_follows

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "new",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
