# Wrong answer for exercise 3.
# misconception: `__all__` makes the other names of a module private
# rule: 3
# caught by: check 3.8, label all_hides_names

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "error",
}
