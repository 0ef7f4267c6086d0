# Wrong answer for exercise 3.
# misconception: (no misconception) the stories at the end of the table were not seen
# rule: none
# blocks: check 3.8, label predictions_incomplete

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
}
