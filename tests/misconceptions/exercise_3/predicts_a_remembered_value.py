# Wrong answer for exercise 3.
# misconception: a function falls back to the last value that it saw
# rule: 5
# caught by: check 3.8, label removed_name_remembered

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "old",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
