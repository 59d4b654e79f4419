"""Settings with undo, redo, reset, and what they are compared with."""

from __future__ import annotations

from sim import load_case
from sim.ui.exploration import Exploration

CASE = load_case("corner")
TODAY = CASE.policy


def clerks(number: int):
    return TODAY.replace(**{"desk.clerks": number})


def test_undo_redo_and_a_new_setting_after_undo():
    exploration = Exploration(CASE)
    exploration.undo()
    assert exploration.policy == TODAY
    for number in (3, 4):
        exploration.set(clerks(number))
    exploration.undo()
    assert exploration.policy == clerks(3)
    exploration.redo()
    exploration.redo()
    assert exploration.policy == clerks(4)
    exploration.undo()
    exploration.set(clerks(5))
    assert exploration.settings == [TODAY, clerks(3), clerks(5)]


def test_a_lever_that_moves_is_one_setting_until_it_rests():
    exploration = Exploration(CASE)
    for number in (3, 4, 5):
        exploration.set(clerks(number), "desk.clerks")
    assert exploration.settings == [TODAY, clerks(5)]
    exploration.settle()
    exploration.set(clerks(6), "desk.clerks")
    exploration.set(clerks(6).replace(**{"stock.review_days": 5}), "stock.review_days")
    assert len(exploration.settings) == 4
    exploration.undo()
    exploration.set(clerks(7), "desk.clerks")
    assert exploration.settings == [TODAY, clerks(5), clerks(6), clerks(7)]


def test_moving_back_to_where_it_was_does_not_lose_the_firm_as_it_is():
    exploration = Exploration(CASE)
    exploration.set(clerks(3), "desk.clerks")
    exploration.set(TODAY, "desk.clerks")
    assert exploration.settings[0] == TODAY and exploration.policy == TODAY


def test_the_same_setting_is_not_tried_twice_in_a_row():
    exploration = Exploration(CASE)
    assert not exploration.set(TODAY)
    assert exploration.set(clerks(3)) and not exploration.set(clerks(3))
    assert len(exploration.settings) == 2


def test_reset_can_be_undone():
    exploration = Exploration(CASE)
    exploration.set(clerks(3))
    exploration.reset()
    assert exploration.policy == TODAY
    exploration.undo()
    assert exploration.policy == clerks(3)


def test_what_was_changed_is_against_the_setting_compared_with():
    exploration = Exploration(CASE)
    assert exploration.changes() == []
    exploration.set(clerks(3))
    exploration.set(clerks(3).replace(**{"stock.review_days": 5}))
    assert exploration.changes() == ["desk.clerks: 2 → 3", "stock.review_days: 3 → 5"]
    exploration.compare_with(1)
    assert exploration.before == clerks(3) and exploration.changes() == ["stock.review_days: 3 → 5"]
    exploration.go_to(0)
    exploration.set(clerks(9))  # the setting compared with is gone
    assert exploration.before == TODAY


def test_titles_say_what_was_changed_last():
    exploration = Exploration(CASE)
    exploration.set(clerks(3))
    exploration.set(clerks(4).replace(**{"stock.review_days": 5}))
    titles = [exploration.title(place) for place in range(3)]
    assert titles == ["1. as today", "2. desk.clerks: 2 → 3", "3. desk.clerks: 3 → 4, and 1 more"]
    assert [exploration.head(policy) for policy in (TODAY, clerks(3))] == ["as today", "setting 2"]
