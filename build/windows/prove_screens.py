"""The steps that look at the setup's own windows, clicked as a person clicks, at 100 % and at 150 %."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from host import Wine
from proof import KEYS, FailedError
from prove_setup import LOOK, STORE, Installed, nothing_left, setup_of, wait
from PySide6.QtGui import QImage
from screen import CANCEL, NEXT, NO, YES, Dialog, Part, Running, Screen, cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from proof import Proof

VENDOR = "praxis"
_TITLE, _TEXT, _RUN = 1201, 1202, 1203
_LEAST_FINISHED = "The program is on this PC"
_DESKTOP = r"HKCU\Control Panel\Desktop"
_SKIPPED = "SKIPPED: it needs the screen of Wine"
_USUAL_DPI = 96
_NO_BUTTON = Part("", "", (0, 0, 0, 0), 0)


def setup_pages(proof: Proof) -> str:
    """Each page of the setup for one person and for everyone; what may be opened at the end."""
    if not isinstance(proof.where, Wine):
        return _SKIPPED
    place = Installed(proof, VENDOR)
    with _removed_after(proof, place):
        return _pages(proof, place, "100")


def setup_for_everyone(proof: Proof) -> str:
    """After a setup for everyone the program is not offered: it would run as the administrator."""
    if not isinstance(proof.where, Wine):
        return _SKIPPED
    place = Installed(proof, VENDOR)
    with _removed_after(proof, place):
        _pages(proof, place, "everyone", "/ALLUSERS")
        return "no offer to open it"


def uninstaller_windows(proof: Proof) -> str:
    """The uninstaller asks about a key only where there is one, and does what was answered."""
    if not isinstance(proof.where, Wine):
        return _SKIPPED
    place = Installed(proof, VENDOR)
    with _removed_after(proof, place):
        seen = [_remove(proof, place, *one) for one in ((False, None), (True, NO), (True, YES))]
    return ", ".join(seen)


def _remove(proof: Proof, place: Installed, stored: bool, answer: int | None) -> str:
    screen, names = Screen(proof), (place.profile.keychain_service, place.profile.customer_key_name)
    if stored:
        proof.python(STORE, *names, KEYS.split("/")[1])
    proof.run(setup_of(proof, VENDOR), "/S", patience_s=120)
    Running(proof, place.folder / "uninstall.exe").done()
    first = screen.wait(lambda d: (d.button(NEXT) or _NO_BUTTON).text == "&Uninstall", "uninstaller")
    _readable(first, screen.picture(proof.pictures / "setup" / f"remove-{stored}-{answer}.png"))
    screen.press(first, NEXT)
    if answer:
        box = screen.wait(lambda d: "stored Open Dental key" in d.words(), "question about the key")
        screen.picture(proof.pictures / "setup" / f"remove-key-{answer}.png")
        screen.press(box, answer)
    done = screen.wait(_is_over, "end of the uninstaller, or it asked about a key that is not there")
    _readable(done, screen.picture(proof.pictures / "setup" / f"removed-{stored}-{answer}.png"))
    screen.press(done, NEXT)
    _gone(place.folder)
    nothing_left(place)
    proof.lines(proof.python(LOOK, *names), [KEYS.split("/")[1] if answer == NO else "None"])
    return "not asked" if not stored else "kept" if answer == NO else "removed"


def scaled(proof: Proof) -> str:
    """Setup and program on a screen of 150 %."""
    if not isinstance(proof.where, Wine):
        return _SKIPPED
    place = Installed(proof, VENDOR)
    usual = _first_picture(proof, "usual")
    _dpi(proof, 144)
    try:
        with _removed_after(proof, place):
            _pages(proof, place, "150")
        large = _first_picture(proof, "scaled")
    finally:
        _dpi(proof, _USUAL_DPI)
    if large.devicePixelRatio() == usual.devicePixelRatio() and large.width() <= usual.width():
        raise FailedError(f"the window is {usual.width()} pixels wide, and {large.width()} at 150 %")
    return f"the setup's pages; the window, {usual.width()} and {large.width()} pixels wide"


def _pages(proof: Proof, place: Installed, name: str, *arguments: str) -> str:
    screen, pictures = Screen(proof), proof.pictures / "setup"
    running = Running(proof, setup_of(proof, VENDOR), *arguments)
    first = screen.wait(lambda d: d.button(NEXT) is not None and _part(d, _TITLE) != "", "first page")
    _readable(first, screen.picture(pictures / f"{name}-1.png"))
    if "&&" not in _part(first, _TITLE):  # in a control two of them show one
        raise FailedError(f"the sign & is not shown: {_part(first, _TITLE)}")
    screen.press(first, NEXT)
    last = screen.wait(lambda d: _part(d, _TITLE) == _LEAST_FINISHED, "last page")
    _readable(last, screen.picture(pictures / f"{name}-2.png"))
    offer = last.button(_RUN)
    if (offer is None) != ("/ALLUSERS" in arguments):
        raise FailedError(f"after {arguments}: {last.words()}")
    if offer:
        screen.click(offer)  # not now
    screen.press(last, NEXT)
    if running.done().code:
        raise FailedError(f"the setup ended with {running.done()}")
    if screen.dialogs():
        raise FailedError("something was opened")
    folder = place.folder_for_everyone if "/ALLUSERS" in arguments else place.folder
    if not (folder / "ConnectWizard.exe").exists():
        raise FailedError("the program is not installed")
    return "first and last page"


def _part(dialog: Dialog, number: int) -> str:
    return next((part.text for part in dialog.parts if part.number == number), "")


def _is_over(dialog: Dialog) -> bool:
    return "Uninstallation Complete" in dialog.words()


def _readable(dialog: Dialog, image: QImage) -> None:
    """No sentence ends with two stops, none is cut, no mark of the setup's maker is left in any."""
    for part in dialog.parts:
        if ".." in part.text.replace("...", "") or "$" in part.text:
            raise FailedError(f"odd words: {part.text!r}")
        words = part.kind == "Static" and part.text.strip() and not part.text.startswith("\uffff")  # an icon
        if words and cut(image, part):
            raise FailedError(f"cut: {part.text!r} in {part.box}")


@contextlib.contextmanager
def _removed_after(proof: Proof, place: Installed) -> Iterator[None]:
    """Whatever happens, the next step finds neither a window nor a program."""
    try:
        yield
    finally:
        screen = Screen(proof)
        for dialog in screen.dialogs():
            with contextlib.suppress(FailedError):  # what went wrong first is what is told
                screen.press(dialog, next(n for n in (CANCEL, NO, NEXT) if dialog.button(n)))
        for folder in (place.folder, place.folder_for_everyone):
            if (folder / "uninstall.exe").exists():
                proof.run(folder / "uninstall.exe", "/S")
                _gone(folder)


def _gone(folder: Path) -> None:
    wait(lambda: not folder.exists(), "the uninstaller left something")


def _dpi(proof: Proof, value: int) -> None:
    proof.where.run(
        "reg", "add", _DESKTOP, "/v", "LogPixels", "/t", "REG_DWORD", "/d", str(value), "/f"
    ).checked("reg add")


def _first_picture(proof: Proof, name: str) -> QImage:
    folder = proof.pictures / name
    proof.run(proof.command, "demo", "healthy", "--screenshots", proof.where.name(folder))
    return QImage(str(folder / "1-welcome.png"))
