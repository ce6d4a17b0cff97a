"""One page class per step of the table in ``wizard.ui.flow``."""
