"""One run, from what is asked to what is found."""
