"""What is asked of this PC, the server and the network."""
