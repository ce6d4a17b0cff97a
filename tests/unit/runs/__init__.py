"""One diagnosis, from keys to a result."""
