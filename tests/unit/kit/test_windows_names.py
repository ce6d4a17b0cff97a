"""Names that Windows keeps apart: no two vendors or products ever share one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from wizard.kit.windows_names import LONGEST_SLUG, file_name, shortcut_of, slug_of

REST = "Connect Wizard for Open Dental"
LETTERS = st.text("aAbB &.-é牙$", min_size=1, max_size=4)
NAMES = st.tuples(LETTERS | st.text(min_size=1, max_size=60), st.just("") | LETTERS | st.text(max_size=60))


def names(vendor: str, product: str) -> tuple[str, str]:
    return slug_of(vendor, product), shortcut_of(vendor, product, REST).lower()


@given(NAMES, NAMES)
def test_two_products_share_no_name(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert one == other or not set(names(*one)) & set(names(*other))


def test_names_that_only_look_alike_are_kept_apart() -> None:
    alike = [
        ("Acme", "Recall"), ("Other", "Recall"), ("Recall", ""), ("A&B", ""), ("A B", ""), ("A  B", ""),
        ("a b", ""),
        ("A", "B"), ("A", "B C"), ("A B", "C"), ("Müller", ""), ("Muller", ""), ("MULLER", ""),
        ("牙科", ""), ("歯科", ""),
        ("Q" * 60, ""), ("Q" * 59, ""), ("B (A)", ""), ("A.", ""), ("Recall (Acme)", ""), ("Acme.recall", ""),
    ]  # fmt: skip
    for part in range(2):
        assert len({names(*pair)[part] for pair in alike}) == len(alike)


@given(NAMES)
def test_each_can_stand_in_a_file_name_and_is_short(pair: tuple[str, str]) -> None:
    slug, link = slug_of(*pair), shortcut_of(*pair, REST)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", slug)
    assert len(slug) <= LONGEST_SLUG
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', link)
    assert link == link.strip(" .")
    assert len(link) <= 130


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert slug_of("Acme", "Recall 2") == "acme.recall-2"
    assert shortcut_of("Acme", "Recall 2", REST) == "Recall 2 (Acme) - Connect Wizard for Open Dental"
    assert shortcut_of("Acme", "", REST) == "Acme - Connect Wizard for Open Dental"
    assert slug_of("", "") == ""
    assert re.fullmatch(r"northwind-recall_[0-9a-f]{6}", slug_of("Northwind Sync", "Northwind Recall"))


def test_what_windows_takes_in_no_file_name_goes() -> None:
    assert file_name('  A: "B" / <C> \\ D|*?  ') == "A B C D"
    assert file_name("A\u202eB\tC.") == "A B C"
    assert file_name("$5 ${NAME}") == "$5 ${NAME}"
