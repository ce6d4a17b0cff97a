"""Ask this PC and the network; return outcomes."""
