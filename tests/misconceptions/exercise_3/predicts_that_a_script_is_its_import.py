# Wrong answer for exercise 3.
# misconception: a script that imports itself has one module object
# rule: 1
# caught by: check 3.8, label script_is_its_import

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "new",
    "left_out_of_all": "old",
}
