# Wrong answer for exercise 3.
# misconception: (no misconception) an answer that is none of old, new, error
# rule: none
# caught by: check 3.8, label predictions_unknown_word

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "NameError",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
