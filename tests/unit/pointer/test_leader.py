"""The line between callout and ring has a width of its own."""

from __future__ import annotations

from wizard.pointer.leader import LEADER_WIDTH, box, clear_leader, crossed, in_the_way, leader_between
from wizard.pointer.letters import written
from wizard.pointer.scene import Rect

RING = box(Rect(100, 20, 60, 20))
BELOW = box(Rect(100, 120, 60, 40))


def test_a_word_beside_the_line_is_touched_by_its_edge() -> None:
    (x, _), _ = line = leader_between(BELOW, RING)
    touching = Rect(x - 30 - LEADER_WIDTH / 2 + 1, 70, 30, 11)
    assert not crossed(line, [box(touching)])
    assert crossed(line, in_the_way([touching]))


def test_the_line_goes_where_no_word_is() -> None:
    words = in_the_way([Rect(100, 70, 40, 11)])
    count, ((x1, _), (x2, _)) = clear_leader(BELOW, RING, words)
    assert (count, x1 == x2, x1 > 143) == (0, True, True)


def test_a_slanting_line_crosses_what_lies_on_both_sides_of_it() -> None:
    line = ((0.0, 0.0), (100.0, 50.0))
    assert crossed(line, [(50, 20, 60, 35)]) == 1
    assert crossed(line, [(60, 0, 90, 20), (10, 30, 30, 50)]) == 0


def test_a_narrow_overlap_makes_an_upright_line() -> None:
    (x1, _), (x2, _) = leader_between(box(Rect(0, 120, 107, 40)), RING)
    assert 100 < x1 == x2 < 107


def test_letters_have_widths_of_their_own() -> None:
    assert written("iiii") < written("mmmm") / 3
    assert written("Log Off", 22) == 2 * written("Log Off")
    assert written("Log Off", bold=True) > written("Log Off")
