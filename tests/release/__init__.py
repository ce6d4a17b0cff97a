"""What is shipped: wheel, frozen program, Windows release."""
