"""The pretend office."""
