"""Files of learning management systems: a teacher's own CSV file, filled in and otherwise untouched."""
