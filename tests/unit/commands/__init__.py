"""What single commands do. Walks through whole commands are in tests/flows."""
