"""What several test files share; no test is in here."""
