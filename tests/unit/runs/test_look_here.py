"""What the PC to which a code was carried says of its cause."""

from __future__ import annotations

import pytest

from tests.support.office import vendor
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.handoff_code import HandoffCode
from wizard.core.mode import Mode
from wizard.core.text import T, Translator
from wizard.runs.look_here import _cause
from wizard.runs.setup import Setup
from wizard.store.catalogue import Catalogue


@pytest.mark.parametrize("here", [True, False])
def test_the_server_pc_is_not_told_that_it_may_be_asleep(*, here: bool) -> None:
    stopped = Code.ECONNECTOR_NOT_RUNNING
    check = CheckResult(CheckId.PREREQ_ECONNECTOR_SERVICE, Status.FAILED, T("It is stopped."), stopped)
    seen = Evidence(Mode.REMOTE, (check,), server="DENTAL-SRV", server_here=here)
    cause = _cause(Setup(Translator(), vendor()), Catalogue(), HandoffCode(stopped), seen, None)
    assert cause.seen_here == check.shown
    meaning = Translator().translate(cause.meaning)
    assert "Usually it is stopped" in meaning
    assert ("asleep" not in meaning) is here
