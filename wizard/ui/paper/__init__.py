"""What goes onto paper: pages as PDF, and a printer."""
