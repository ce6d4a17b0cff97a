"""Connect Wizard for Open Dental: setup and diagnostics for the Open Dental API."""

__version__ = "0.1.0"
