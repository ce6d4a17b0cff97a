"""A pointer as the window plays it: its frames are laid out anew when the person says what they see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T, Text
from wizard.core.version import LAST_FHIR, NEWEST_KNOWN
from wizard.pointer.edition import Edition, EditionChoice, edition
from wizard.pointer.layout import breadcrumb, layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.version import Version
    from wizard.pointer.scene import Pointer, ResolvedFrame


@record
class ShownPointer:
    """A pointer for one edition, ready to be drawn.

    Attributes:
        asks_version: Whether another version would be drawn differently, and the office's is not known.
        asks_clinics: Whether a target stands elsewhere with Clinics in the menu bar, or without.
    """

    edition: Edition
    breadcrumb: Text
    frames: tuple[ResolvedFrame, ...]
    asks_version: bool = False
    asks_clinics: bool = False


@record
class PointerView:
    """A pointer and what is known of the office's version.

    Attributes:
        pointer: The path.
        question: The path to the menu whose words tell old versions from new ones, for whoever does not know
            theirs.
        office: The version that the live office told.
        installed: The version of the program on this PC.
        server: What the PC with the eConnector is called; None where it is not known.
        unnamed: The same without its name, for what leaves the window.
        here: Whether that PC is this one.
    """

    pointer: Pointer
    question: Pointer
    office: Version | None = None
    installed: Version | None = None
    server: Text | None = None
    unnamed: Text | None = None
    here: bool = False

    @property
    def id(self) -> str:
        """The pointer's id."""
        return self.pointer.id

    @property
    def title(self) -> Text:
        """Where it leads."""
        return T(self.pointer.title)

    def shown(self, choice: EditionChoice | None = None, *, named: bool = True) -> ShownPointer:
        """The frames for what is known or was said.

        Args:
            choice: What the person said about their Open Dental.
            named: Whether they may name the server PC: in the window, and in nothing that leaves it.
        """
        server = self.server if named else self.unnamed
        chosen = replace(edition(self.office, self.installed, choice), server=server, here=self.here)
        frames = layout(self.pointer, chosen)
        old, new = (layout(self.pointer, replace(chosen, version=v)) for v in (LAST_FHIR, NEWEST_KNOWN))
        other = layout(self.pointer, replace(chosen, clinics=not chosen.clinics))
        return ShownPointer(
            chosen,
            breadcrumb(self.pointer, frames),
            frames,
            not chosen.known and [*map(_face, _each(old))] != [*map(_face, _each(new))],
            [f.target for f in _each(frames)] != [f.target for f in _each(other)],
        )


def _each(frames: tuple[ResolvedFrame, ...]) -> Iterator[ResolvedFrame]:
    """The pictures of a path, and the traps beside them."""
    for frame in frames:
        yield frame
        yield from (trap.frame for trap in frame.instead)


def _face(frame: ResolvedFrame) -> ResolvedFrame:
    """What of a picture is compared with the screen: not what lies behind, nor the version in its corner."""
    return replace(frame, layers=frame.layers[-1:], version=T(""), instead=())
