# Wrong answer for exercise 3.
# misconception: (no misconception) a prediction for a story that does not exist
# rule: none
# caught by: check 3.8, label predictions_unknown_story

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
    "name_bound_again": "new",
}
