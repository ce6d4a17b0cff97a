"""What a pointer's picture is made of, before anything is painted."""
