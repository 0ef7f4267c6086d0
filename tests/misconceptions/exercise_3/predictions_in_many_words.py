# Wrong answer for exercise 3.
# misconception: (no misconception) several answers that are none of old, new, error
# rule: none
# caught by: check 3.8, label predictions_unknown_word

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "Old",
    "file_deleted": "old",
    "rebound": "the new one",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "NameError",
    "name_removed": "NameError",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
