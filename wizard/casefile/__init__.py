"""A run written down, to be sent and replayed: what goes out, by allow-list, and how it is read."""
