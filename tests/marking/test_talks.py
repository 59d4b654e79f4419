"""Talks from the LMS's zip to marks: collected, played again, entered, exported, handed back; and what was tried against it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from nbgrader.apps.api import NbGraderAPI

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course.authoring.release import configuration
from sim.course.talk_works import player_of, talk_works
from sim.marking.batch.gradebook import Gradebook
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.entries import Entry
from sim.marking.talks.alike import alike, talks_of
from sim.roleplay.draw import draw
from sim.roleplay.load import load_scenario
from sim.roleplay.talk import Talk
from sim.roleplay.transcript import as_transcript, replay
from tests.course.handing_in.toy import command
from tests.marking.collecting.zips import kefu_zip, zipped
from tools.course import Course

COURSE = "autumn"
TYPED = {"q_cost": "What does that cost you each time?"}
SCENARIOS = {work: load_scenario(name) for work, name in talk_works().items()}


def held(
    student: str,
    work: str = "talk_r1",
    course: str = COURSE,
    lang: str = "en",
    most: int = 99,
    made_with: str = "",
) -> dict[str, Any]:
    """A talk along the model order of the student's variant; most: lines of it; made_with: another edition of the scenario."""
    scenario = SCENARIOS[work]
    player = player_of(course, scenario, student)
    with using(lang):
        talk = Talk(scenario, draw(scenario, player.seed))
        rule = scenario.rules.evidence
        for name in scenario.models[talk.draw.variant][:most]:
            move = scenario.by_id[name]
            if talk.may_say(move):
                facts = talk.evidence_for(move)[: rule.most if rule else 0]
                talk.say(name, facts, TYPED.get(name, "") if lang == "en" else "")
        if made_with:
            with patch("sim.roleplay.transcript.edition", lambda _scenario: made_with):
                return as_transcript(talk, player)
        return as_transcript(talk, player)


def packed(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()


def changed(content: dict[str, Any], change: Any) -> dict[str, Any]:
    change(content)
    return content


def other_variant(student: str) -> dict[str, Any]:
    """A talk that was held by another student in another variant, with the own name written into it."""
    scenario = SCENARIOS["talk_r1"]
    mine = draw(scenario, player_of(COURSE, scenario, student).seed).variant
    names = (f"friend{n}" for n in range(50))
    friend = next(n for n in names if draw(scenario, player_of(COURSE, scenario, n).seed).variant != mine)
    return held(friend) | {"student": student}


def longer_typed(content: dict[str, Any]) -> None:
    content["exchanges"][0]["typed"] = "x" * 1_000_000


ATTACKS: dict[str, tuple[Any, str]] = {
    "points": (
        lambda s: changed(held(s, most=5), lambda c: c["end"].update(score=30)),
        "The points or the outcome in the transcript are not those of its lines.",
    ),
    "line": (
        lambda s: changed(held(s), lambda c: c["exchanges"][2].update(move="q_cost")),
        "Exchange 3 of the transcript is not what happens there.",
    ),
    "typed": (
        lambda s: changed(held(s), lambda c: c["exchanges"][2].update(typed="What does it cost you?")),
        "Exchange 3 of the transcript is not what happens there.",
    ),
    "answer": (
        lambda s: changed(held(s), lambda c: c["exchanges"][1].update(answer="Yes.")),
        "Exchange 2 of the transcript is not what happens there.",
    ),
    "cut": (
        lambda s: changed(held(s), lambda c: c["exchanges"].__delitem__(slice(6, None))),
        "The points or the outcome in the transcript are not those of its lines.",
    ),
    "friend": (lambda s: held("friend1"), "This is the talk of another student: friend1."),
    "variant": (other_variant, "Exchange 1 of the transcript is not what happens there."),
    "older": (
        lambda s: changed(
            held(s), lambda c: (c.update(edition="0" * 64), c["exchanges"][1].update(answer="Old."))
        ),
        "The talk was held with another edition of r1_shunda, and does not fit today's:",
    ),
    "course": (
        lambda s: held(s, course="kefu"),
        "The talk was held for the course kefu, but this is autumn. There its lines bring 30 of 30 points.",
    ),
    "huge": (lambda s: b'{"x": "' + b"x" * 2_100_000 + b'"}', "the talk is larger than 2 MB"),
    "line-huge": (lambda s: changed(held(s), longer_typed), "Exchange 1 of the transcript is not"),
    "text": (lambda s: b"not JSON at all", "This is not a transcript of a talk."),
    "deep": (lambda s: b"[" * 100_000, "This is not a transcript of a talk."),
    "half": (lambda s: packed(held(s))[:900], "This is not a transcript of a talk."),
    "list": (lambda s: b"[1, 2]", "This is not a transcript of a talk."),
    "letter": (
        lambda s: packed(held(s)).replace(b'"typed": ""', b'"typed": "\\ud800"', 1),
        "This is not a transcript of a talk.",
    ),
    "digits": (
        lambda s: packed(held(s)).replace(b'"n": 1,', b'"n": ' + b"9" * 9_000 + b",", 1),
        "This is not a transcript of a talk.",
    ),
    "nan": (
        lambda s: packed(held(s)).replace(b'"mood": ', b'"mood": NaN, "old": ', 1),
        "Exchange 1 of the transcript is not what happens there.",
    ),
}
HONEST = ("li01", "wang02", "half03", "new04")


def kefu(folder: Path, *words: str, lang: str = "en") -> str:
    """Run a command; returns what it printed."""
    said = io.StringIO()
    with using(lang), redirect_stdout(said):
        assert command(*words, "--dir", str(folder)) == 0, said.getvalue()
    return said.getvalue()


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which zips were collected and both talks marked once."""
    folder = tmp_path_factory.mktemp("course")
    Course(folder)
    (folder / "course.toml").write_text(f'id = "{COURSE}"\n', encoding="utf-8")
    names = [*HONEST, *ATTACKS, "absent"]
    (folder / "roster.csv").write_text("student,name\n" + "".join(f"{n},\n" for n in names), encoding="utf-8")
    zips = {
        "li01": kefu_zip(
            "li01",
            course=COURSE,
            talks__r1_shunda=packed(held("li01")),
            talks__r2_complaints=packed(held("li01", "talk_r2")),
        ),
        "wang02": kefu_zip(
            "wang02",
            course=COURSE,
            talks__r1_shunda=packed(held("wang02", lang="zh")),
            talks__r2_complaints=packed(held("wang02", "talk_r2", lang="zh")),
        ),
        "half03": kefu_zip("half03", course=COURSE, talks__r1_shunda=packed(held("half03", most=4))),
        "new04": kefu_zip("new04", course=COURSE, talks__r1_shunda=packed(held("new04", made_with="older"))),
    }
    lms = folder.parent / "lms.zip"
    lms.write_bytes(
        zipped({f"{name}_assignsubmission_file_/{name}.zip": data for name, data in zips.items()})
    )
    kefu(folder, "collect", str(lms))
    for name, (made, _sentence) in ATTACKS.items():
        place = folder / "submitted" / name / "talk_r1"
        place.mkdir(parents=True)
        (place / "talk_r1.json").write_bytes(packed(made(name)))
    for work in SCENARIOS:
        kefu(folder, "mark", work)
    return folder


def summary(folder: Path, work: str = "talk_r1") -> dict[str, dict[str, str]]:
    text = (folder / "marks" / work / "summary.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


def points(folder: Path, student: str, work: str = "talk_r1") -> dict[str, float | None]:
    with Gradebook(folder) as book:
        return {mark.name: mark.points for mark in book.marks(work, student)}


@pytest.mark.parametrize("work", SCENARIOS)
@pytest.mark.parametrize("student", ["li01", "wang02"])
def test_a_talk_gets_the_points_of_its_lines(course: Path, student: str, work: str) -> None:
    assert points(course, student, work) == {name: aim.max for name, aim in SCENARIOS[work].aims.items()}
    row = summary(course, work)[student]
    assert (row["points"], row["of"], row["needs a look"]) == ("30", "30", "")


def test_an_unfinished_talk_gets_what_it_has_and_is_shown(course: Path) -> None:
    content = held("half03", most=4)
    assert points(course, "half03") == content["end"]["aims"]
    assert "the talk is not over: 20 lines are left" in summary(course)["half03"]["needs a look"]


def test_a_talk_of_another_edition_counts_if_all_of_it_happens_today(course: Path) -> None:
    assert sum(points(course, "new04").values()) == 30
    content = held("new04") | {"edition": "older"}  # its links hang on today's
    scenario = SCENARIOS["talk_r1"]
    with pytest.raises(InputError, match="another edition"):
        replay(content, scenario, player_of(COURSE, scenario, "new04"))


@pytest.mark.parametrize("name", ATTACKS)
def test_what_was_changed_gives_no_points_and_one_sentence(course: Path, name: str) -> None:
    row = summary(course)[name]
    assert row["status"] == "not replayed" and row["points"] == ""
    assert "the talk was not marked: " in row["needs a look"] and ATTACKS[name][1] in row["needs a look"]
    assert set(points(course, name).values()) == {None}
    page = (course / "feedback" / name / "talk_r1" / "talk_r1.html").read_text(encoding="utf-8")
    assert "Your talk could not be marked" in page


def test_the_page_quotes_what_the_student_typed(course: Path) -> None:
    page = (course / "feedback" / "li01" / "talk_r1" / "talk_r1.html").read_text(encoding="utf-8")
    assert "30 of 30 points" in page and TYPED["q_cost"] in page
    page = (course / "feedback" / "wang02" / "talk_r1" / "talk_r1.html").read_text(encoding="utf-8")
    assert "30分，满分30分" in page and "how it was led" not in page
    page = (course / "feedback" / "half03" / "talk_r1" / "talk_r1.html").read_text(encoding="utf-8")
    assert "was not over" in page and "Not found out:" not in page  # the student may go on


def test_export_statistics_audit_viva_and_pages(course: Path, tmp_path: Path) -> None:
    kefu(course, "export", "talk_r1", "--format", "csv", "--out", str(tmp_path / "marks.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "marks.csv").read_text(encoding="utf-8-sig"))))
    by_id = {row["student"]: row for row in rows}
    assert by_id["li01"]["points that count"] == "30" and by_id["li01"]["status"] == "marked"
    assert (
        by_id["points"]["status"] == "the talk does not replay" and not by_id["points"]["points that count"]
    )
    assert by_id["absent"]["status"] == "not handed in"
    kefu(course, "export", "talk_r1", "--out", str(tmp_path / "marks.xlsx"))
    kefu(course, "export", "talk_r2", "--format", "moodle", "--out", str(tmp_path / "moodle.csv"))
    assert "30" in (tmp_path / "moodle.csv").read_text(encoding="utf-8-sig")
    assert "needs" in kefu(course, "statistics", "talk_r1")
    assert "q_" not in kefu(course, "viva", "talk_r1", "--student", "li01")
    assert "In line" in kefu(course, "viva", "talk_r1", "--student", "li01")
    kefu(course, "audit", "talk_r1")
    kefu(course, "return", "talk_r1")
    assert (course / "returned" / "talk_r1" / "li01" / "talk_r1.html").is_file()
    assert (course / "autograded" / "li01" / "talk_r1" / "talk_r1.ipynb").is_file()


def test_formgrader_lists_talks_and_their_submissions(course: Path) -> None:
    api = NbGraderAPI(config=configuration(course))
    found = {one["name"]: one for one in api.get_assignments()}
    assert (found["talk_r1"]["max_score"], found["talk_r2"]["num_submissions"]) == (30, 2)
    scores = {
        one["student"]: (one["score"], one["needs_manual_grade"]) for one in api.get_submissions("talk_r1")
    }
    assert scores["li01"] == (30, False) and scores["points"] == (0, True)


@pytest.mark.slow
def test_marking_again_marks_only_what_changed(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(course, copy)
    assert "0 submissions marked" in kefu(copy, "mark", "talk_r1")
    (copy / "submitted" / "half03" / "talk_r1" / "talk_r1.json").write_bytes(packed(held("half03")))
    said = kefu(copy, "mark", "talk_r1")
    assert "1 submission marked" in said
    assert set(points(copy, "half03").values()) == {aim.max for aim in SCENARIOS["talk_r1"].aims.values()}


def test_talks_with_the_same_lines_are_listed(course: Path) -> None:
    """A friend of the same variant says the same: that replays, and only the likeness shows it."""
    talks = talks_of(course, "talk_r1")
    assert {"li01", "wang02", "half03"} <= set(talks)
    same = {"a": talks["li01"], "b": talks["li01"], "c": talks["half03"]}
    assert [(pair.first, pair.second, pair.share) for pair in alike(same)] == [("a", "b", 1.0)]


def test_a_person_decides_on_a_talk_that_the_machine_refused(course: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(course, tmp_path / "course"))
    desk = Desk(folder, "talk_r1")
    waiting = {one.question.cell: one.answers for one in desk.progress()}
    assert waiting == dict.fromkeys(SCENARIOS["talk_r1"].aims, len(ATTACKS)), "what was marked is not listed"
    aim = next(iter(waiting))
    answers, _mine, _done = desk.shown(aim)
    slug = next(slug for slug, one in answers.items() if one.student == "deep")
    assert "This is not a transcript of a talk." in answers[slug].text
    desk.decide(aim, Entry(slug, answers[slug].digest, points=1.0, comment="Read on paper."))
    assert points(folder, "deep")[aim] == 1.0
