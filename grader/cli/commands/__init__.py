"""The commands, by who runs them; thin: they parse, call, render and give a status."""
