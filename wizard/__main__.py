"""``python -m wizard``."""

from wizard.main import program

program()
