"""What of the window needs no Qt. The window itself is in tests/window."""
