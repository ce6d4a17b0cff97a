"""What the windows share: the runs, the theme, the voice, and what was entered and found."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.ui.flow import StepId
from wizard.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wizard.core.handoff_code import HandoffCode
    from wizard.core.keys import KeyPair, Keys
    from wizard.core.redact import Redactor
    from wizard.core.text import Text
    from wizard.pointer.edition import EditionChoice
    from wizard.runs.kept_keys import KeptKey, StoredKeys
    from wizard.ui.closing import ClosingAnswer
    from wizard.ui.dismissed import Dismissed
    from wizard.ui.engine import Engine
    from wizard.ui.launch import Launch
    from wizard.ui.practice_question import PracticeQuestion
    from wizard.ui.runner import Runner
    from wizard.ui.shown_result import ShownResult
    from wizard.ui.watching import Watching
    from wizard.ui.worker import Crash, Work, Worker


class Session(QObject):
    """What lives from the start of the program to its end, whatever windows open and close meanwhile.

    A replay has another one, where nothing runs (``wizard.ui.replay_session``).

    Args:
        launch: What the program is opened with.

    Attributes:
        is_replay: It shows a case file: nothing of it is of this PC.
        first_step: The step that a window of it comes up with.
        engine: What the worker makes; None until it is ready.
        remember: Whether the person wants the key kept in the keychain.
        stored: What the keychain holds; None until it was read.
        result: The latest live test that found anything, or look of a watch.
        home: Where the key is kept; empty until it is.
        home_trouble: Why it could not be kept.
        keeping: It is being put into the keychain.
        way: How the program reaches Open Dental, as the person chose it; only where no profile says so.
        host: Name or address of the server, as the person entered it; None takes this PC's own settings.
        choice: What the person said about their Open Dental.
        at_step: Index of the step at which the person was when something was handed over.
        pages: Where pages are put. One that is made there has its style before its content; a style that
            comes later lays the content out once more.

    Signals:
        ready: The engine is there.
        keychain_read: What the keychain holds is known.
        changed: There is another result.
        key_kept: The key was put into the keychain, or could not be.
        chose: The person said something about their Open Dental.
        watch_began: Something is watched from now on.
        told: A person typed what another PC has found.
    """

    is_replay = False
    first_step = StepId.WELCOME

    ready = Signal()
    keychain_read = Signal()
    changed = Signal()
    key_kept = Signal()
    chose = Signal()
    watch_began = Signal()
    told = Signal()

    def __init__(self, launch: Launch) -> None:
        super().__init__()
        self.launch = launch
        self.theme = Theme(self, launch.profile.accent)
        self.engine: Engine | None = None
        self._keys: Keys | None = None
        self.remember = True
        self.way = Mode.REMOTE
        self.host: str | None = None
        self.stored: StoredKeys | None = None
        self.result: ShownResult | None = None
        self.home = ""
        self.home_trouble = ""
        self.keeping = False
        self.choice: EditionChoice | None = None
        self.at_step = 0
        self.pages: QWidget | None = None
        self._keeping: Work | None = None
        self._keeping_tried = False
        # of the latest test, whatever is entered while it runs, and of the one whose result is shown
        self._tested_keys: Keys | None = None
        self._tested_pair: KeyPair | None = None
        self._shown_pair: KeyPair | None = None
        self._disowned: KeyPair | None = None  # it opens a practice that the person says is not theirs
        self._wished = False  # when the latest test began

    @property
    def keys(self) -> Keys | None:
        """The keys of the next live test; None before the key step."""
        return self._keys

    @keys.setter
    def keys(self, keys: Keys | None) -> None:
        self._keys = keys
        self._pairs_changed()

    @cached_property
    def worker(self) -> Worker:
        """Runs what is asked for on a thread of its own; no first paint waits for its module."""
        from wizard.ui.worker import Worker

        made = Worker(self._make_engine, self, self.launch.setup.log)
        made.ready.connect(self._engine_ready)  # type: ignore[call-overload]  # signals carry plain objects
        return made

    @cached_property
    def office_run(self) -> Runner:
        """The run of the prerequisites."""
        from wizard.ui.runner import Runner

        return Runner(self.worker, self)

    @cached_property
    def live_run(self) -> Runner:
        """The live test."""
        from wizard.ui.runner import Runner

        made = Runner(self.worker, self)
        made.finished.connect(self._tested)  # type: ignore[call-overload]  # signals carry plain objects
        return made

    @cached_property
    def practice(self) -> PracticeQuestion:
        """Whose practice the key opens, and what the person says to it."""
        from wizard.ui.practice_question import PracticeQuestion

        return PracticeQuestion(self)

    @cached_property
    def dismissed(self) -> Dismissed:
        """What the person does not want to see for a while."""
        from wizard.ui.dismissed import Dismissed

        return Dismissed(keeps=self.launch.keeps)

    @cached_property
    def closing_answer(self) -> ClosingAnswer:
        """What the person answered when they closed a window that watches."""
        from wizard.ui.closing import ClosingAnswer

        return ClosingAnswer(keeps=self.launch.keeps)

    @cached_property
    def watching(self) -> Watching:
        """The watch; asked for once there is something to watch."""
        from wizard.ui.watching import Watching

        return Watching(self)

    @property
    def is_watching(self) -> bool:
        """Whether something is watched."""
        return self.has_watched and self.watching.on

    @property
    def has_watched(self) -> bool:
        """Whether something is or was watched."""
        return "watching" in vars(self)

    @property
    def key_goes_with_it(self) -> bool:
        """Whether the key of the result that is shown is in memory only, and gone when the program ends."""
        pair, stored = self._shown_pair, self.stored
        if pair is None or self.home or self.keeping:
            return False
        return stored is None or stored.customer != pair.customer

    def start(self) -> None:
        """Start the worker once the first window has been painted, and read the keychain before all else."""
        if self.worker.start():
            self.worker.submit(lambda engine, _tell: engine.stored(), self._keychain_read)

    def end(self) -> bool:
        """End the program's work: cancel every run; False where that took longer than two seconds."""
        return self.worker.close()

    def check_office(self, only: tuple[str, ...]) -> None:
        """Run the prerequisites, or some of them alone."""
        self.stop_watching()
        way, host = self.way, self.host
        self.office_run.start(lambda engine, tell: engine.prerequisites(tell, only, way, host))

    def test(self) -> None:
        """Run the live test with the keys that were entered."""
        from wizard.core.evidence import KeyProblem
        from wizard.core.keys import Keys

        self.stop_watching()
        keys = self.keys or Keys(problem=KeyProblem.MISSING)
        self._tested_keys, self._tested_pair, self._wished = keys, keys.pair, self.remember
        self._pairs_changed()
        way, host = self.way, self.host
        self.live_run.start(lambda engine, tell: engine.live(keys, tell, way, host))

    def stop_watching(self) -> None:
        """Watch no more."""
        if self.has_watched:
            self.watching.stop()

    def is_busy(self, run: str) -> bool:
        """Whether a run that the person began goes on: ``office_run`` or ``live_run``."""
        return run in vars(self) and getattr(self, run).busy

    def look_again_with(self) -> Keys | None:
        """The keys that the result that is shown was found with; None where there were none."""
        keys = self._tested_keys
        return None if keys is None or keys.pair is None or keys.pair == self._disowned else keys

    def looked(self, result: ShownResult) -> None:
        """A look of the watch has ended: as a live test of the same keys, whose place it does not change."""
        self.result = result
        if not self._keeping_tried:  # refused before, and it may not be any more
            self._keep_if_taken(result)
        self.changed.emit()

    def hear(self, there: HandoffCode) -> None:
        """Another PC has found something about the shown result: show it with that, and look again."""
        result = self.result
        if result is not None:
            self.worker.submit(
                lambda engine, _tell: engine.hear(there, result), lambda heard: self._heard(result, heard)
            )
            self.told.emit()

    def _heard(self, before: ShownResult, heard: ShownResult | Crash) -> None:
        from wizard.ui.worker import Crash

        if self.result is before and not isinstance(heard, Crash):  # a later one has it in it
            self.result = heard
            self.changed.emit()

    def _make_engine(self) -> Engine:
        # on the worker's thread, after the first paint; the locations for a window that is opened later
        from wizard.store import locations  # noqa: F401
        from wizard.ui import coming_back  # noqa: F401 - likewise
        from wizard.ui.engine import Engine

        return Engine(self.launch)

    def _engine_ready(self, engine: Engine) -> None:
        self.engine = engine
        self.ready.emit()

    def _keychain_read(self, stored: StoredKeys | Crash) -> None:
        from wizard.ui.worker import Crash

        if not isinstance(stored, Crash):
            self.stored = stored
            self.keychain_read.emit()

    def _tested(self, result: ShownResult) -> None:
        """A live test has found something: keep its key, unless Open Dental or the person refused it."""
        self.result = result
        self._shown_pair = self._tested_pair
        self._pairs_changed()
        self.home = self.home_trouble = ""
        self.keeping = self._keeping_tried = False
        self._keep_if_taken(result)
        self.changed.emit()

    def _keep_if_taken(self, result: ShownResult) -> None:
        pair = self._shown_pair
        if pair is not None and pair != self._disowned and not result.key_refused:
            self._keep(pair)

    def _keep(self, pair: KeyPair) -> None:
        """Put a key into the keychain, where that was wished when it was tested and is wished still."""
        if not (self._wished and self.remember):
            return
        self.keeping = self._keeping_tried = True
        if self._keeping is not None:
            self._keeping.cancel()  # of a test before; this wish is the one that counts
        self._keeping = self.worker.submit(lambda engine, _tell: engine.keep(pair), self._kept)

    @property
    def shown_pair(self) -> KeyPair | None:
        """The keys that the shown result was found with."""
        return self._shown_pair

    def own(self) -> None:
        """The practice is the person's after all: its key may be kept."""
        if self._disowned is not None and self._disowned == self._shown_pair:
            self._keep(self._disowned)
        self._disowned = None

    def disown(self, pair: KeyPair) -> None:
        """The practice is not the person's: its key is not kept from now on, unless they say otherwise."""
        self._disowned = pair
        if self._keeping is not None and pair == self._shown_pair:
            self._keeping.cancel()
            self._keeping, self.keeping = None, False

    def show_disowned(self, result: ShownResult) -> None:
        """Its key is not kept any more, and the result says so."""
        self.result = result
        self.home = self.home_trouble = ""
        self.changed.emit()

    def _kept(self, kept: KeptKey | Crash) -> None:
        from wizard.ui.worker import Crash

        self.keeping, self._keeping = False, None
        if not isinstance(kept, Crash):
            self.home = kept.home
            self.home_trouble = self.say(kept.trouble) if kept.trouble else ""
        self.key_kept.emit()

    def say(self, text: Text) -> str:
        """Speak a text in the window's language, without the keys that were entered or tested."""
        words = self.launch.translator.translate(text)
        return self._redactor.known(words) if self._redactor else words

    @cached_property
    def _redactor(self) -> Redactor | None:
        """Of the keys that a text on the screen can come from; made once for many texts."""
        pairs: list[KeyPair] = []
        for pair in (self.keys.pair if self.keys else None, self._tested_pair, self._shown_pair):
            if pair is not None and pair not in pairs:
                pairs.append(pair)
        if not pairs:
            return None
        from wizard.core.redact import Redactor

        return Redactor(key for pair in pairs for key in pair.secrets)

    def _pairs_changed(self) -> None:
        vars(self).pop("_redactor", None)

    @property
    def vendor(self) -> str:
        """The vendor's name, or what it is called without one."""
        return self.launch.profile.vendor_name or self.say(T("the vendor of the program"))

    @property
    def product(self) -> str:
        """The product's name, or the vendor's, or what it is called without either."""
        profile = self.launch.profile
        return profile.product or profile.vendor_name or self.say(T("your program"))
