"""Commands that write the kit for another system: student, classroom50, gradescope."""
