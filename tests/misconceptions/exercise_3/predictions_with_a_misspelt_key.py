# Wrong answer for exercise 3.
# misconception: (no misconception) a key is spelt in another way than the story
# rule: none
# caught by: check 3.8, label predictions_unknown_story

PREDICTIONS: dict[str, str | None] = {
    "file_edited": "old",
    "file_delete": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
