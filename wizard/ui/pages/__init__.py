"""One page class per step of the table in ``wizard.core.flow``."""
