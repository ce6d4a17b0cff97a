"""The code that another PC showed, in a case file."""

from __future__ import annotations

import pytest

from wizard.casefile.evidence_form import HandoffForm
from wizard.casefile.forms import ShapeError
from wizard.core.codes import Code
from wizard.core.handoff_code import FoundThere, HandoffCode


@pytest.mark.parametrize("found", ["4404-S0Q1", "", 7, None, ["4404-S0Q0"]])
def test_what_is_no_code_is_refused(found: str | int | list[str] | None) -> None:
    with pytest.raises(ShapeError) as refused:
        HandoffForm().read(found, "evidence.there")  # type: ignore[arg-type]  # a stranger's file holds anything
    assert (refused.value.place, refused.value.wanted) == ("evidence.there", "the code that another PC shows")


def test_a_code_is_read() -> None:
    code = HandoffCode(Code.ECONNECTOR_NOT_RUNNING, found=FoundThere.CURED)
    assert HandoffForm().read(str(code), "evidence.there") == code
