"""Which file may import or call what."""
