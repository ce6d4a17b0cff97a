"""Evidence in, causes, document and report out."""
