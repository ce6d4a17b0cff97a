"""The window for real use: under the vendor's profile where one lies beside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands.compose import beside_program, is_refusal, load_profile, program_log
from wizard.core.profile import GENERIC
from wizard.runs.setup import Setup
from wizard.ui.app import open_window, show_refusal
from wizard.ui.launch import Launch
from wizard.ui.single_instance import claim

if TYPE_CHECKING:
    from wizard.core.text import Translator


def open_wizard(translator: Translator) -> int:
    """Open the window; 2 where the vendor profile beside the program is not valid.

    A second start of the same program only brings the first one's window forward.
    """
    single = claim()
    if single is None:
        return 0
    path = beside_program()
    if path is None:
        return open_window(Launch(Setup(translator, log=program_log(GENERIC))), single)
    try:
        profile = load_profile(str(path))
    except ValueError as problem:
        if not is_refusal(problem):
            raise
        return show_refusal(problem.told(translator), translator)
    return open_window(Launch(Setup(translator, profile, log=program_log(profile)), path.parent), single)
