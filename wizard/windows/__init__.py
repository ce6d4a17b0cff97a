"""Windows services and files on this PC."""
