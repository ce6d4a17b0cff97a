"""Every prerequisite: the way to Open Dental, and this office."""

from __future__ import annotations

from wizard.checks.office import OFFICE
from wizard.checks.prerequisites import PREREQUISITES

CHECKS = (*PREREQUISITES, *OFFICE)
"""The way first: while it is down, no service in the office is of any use to it."""
