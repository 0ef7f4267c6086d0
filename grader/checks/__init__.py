"""The hidden checks, one module an exercise, mirrored by name with `exercises/`."""
