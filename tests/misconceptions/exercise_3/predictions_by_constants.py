# Wrong answer for exercise 3.
# misconception: a name in a display is as good as the text that it stands for
# rule: 1
# caught by: check 3.8, label predictions_not_literal

OLD = "old"

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": OLD,
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
