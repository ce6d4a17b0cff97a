"""What the commands do: composition of the parts below, and printing."""
