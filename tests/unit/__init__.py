"""One part each, by layer. No window, no laboratory, nothing frozen."""
