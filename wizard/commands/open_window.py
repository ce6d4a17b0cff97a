"""The window for real use: under the vendor's profile where one lies beside the program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.commands.compose import beside_program, is_refusal, load_profile, program_log
from wizard.core.profile import GENERIC
from wizard.runs.setup import Setup
from wizard.ui.app import open_window, show_refusal
from wizard.ui.launch import Launch
from wizard.ui.single_instance import claim

if TYPE_CHECKING:
    from wizard.core.text import Translator


def open_wizard(translator: Translator, case: str = "") -> int:
    """Open the window; 2 where the vendor profile beside the program is not valid.

    A second start of the same program only brings the first one's window forward, or hands it the case.

    Args:
        translator: Says every text.
        case: Name of a case file, whose replay is opened in place of the wizard; empty for the wizard.
    """
    case = os.path.abspath(case) if case else ""  # noqa: PTH100 - the folder of this process is nobody else's
    single = claim(case)
    if single is None:
        return 0
    path = beside_program()
    if path is None:
        return open_window(Launch(Setup(translator, log=program_log(GENERIC))), single, case)
    try:
        profile = load_profile(str(path))
    except ValueError as problem:
        if not is_refusal(problem):
            raise
        return show_refusal(problem.told(translator), translator)
    launch = Launch(Setup(translator, profile, log=program_log(profile)), path.parent)
    return open_window(launch, single, case)
