# Wrong answer for exercise 3.
# misconception: (no misconception) some stories were left out
# rule: none
# blocks: check 3.8, label predictions_incomplete

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": None,
    "forgotten": None,
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
