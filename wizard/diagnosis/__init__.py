"""Evidence in, ranked causes out; pure functions only."""
