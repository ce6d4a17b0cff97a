"""One diagnosis, from profile and keys to a result; no Qt."""
