"""Whole commands, from arguments to output."""
