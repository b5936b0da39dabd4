"""A plan as it is read at a terminal."""

import io
import re
from typing import Any

import pytest
from rich.console import Console

from facialis.page import page
from facialis.screen import show
from facialis.tables import knowledge
from services.recommender.cases import read_cases
from services.recommender.engine import decide
from services.recommender.translate import facts_from
from tests.facialis.plans import a_plan, a_stage, an_item

WIDTHS = (40, 60, 80, 100)
IDS = {"plan_id": "p-1", "assessment_id": "a-1", "patient_ref": "SIMULATED-1"}


def shown(plan: dict[str, Any], *, width: int = 100, colour: bool = False) -> str:
    file = io.StringIO()
    screen = Console(file=file, width=width, force_terminal=colour, highlight=False)
    show(screen, page(plan))
    return file.getvalue()


def flowing(plan: dict[str, Any], **how: Any) -> str:
    """The same text with its line breaks taken out."""
    return re.sub(r"\s+", " ", shown(plan, **how))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int):
    assert max(map(len, shown(a_plan(), width=width).splitlines())) <= width


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_nothing_is_cut_off_on_a_narrow_terminal(width: int):
    words = set(re.findall(r"\w{3,}", shown(a_plan(), width=100)))
    narrow = re.sub(r"\s+", "", shown(a_plan(), width=width))
    assert not {word for word in words if word not in narrow}


def test_the_first_line_is_the_instruction_with_its_urgency():
    assert flowing(a_plan()).startswith(" ◆ URGENT Start a corticosteroid by 24-Nov-2026 08:00 UTC")


def test_patient_and_side_stand_at_the_top():
    assert "SIMULATED-0002 · side RIGHT · assessed 22-Nov-2026 12:00 UTC" in flowing(a_plan())


def test_a_side_that_was_not_assessed_is_said():
    assert "SIMULATED-0002 · side not assessed · assessed" in flowing(a_plan(side="unknown"))


def test_dates_are_written_as_clinicians_write_them():
    text = shown(a_plan())
    assert "14-Nov-2026" not in text
    assert "24-Nov-2026, 2 days left" in text
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_an_item_says_how_strongly_why_by_when_and_to_whom():
    text = flowing(a_plan())
    assert "● Eye protection, right strongly recommended" in text
    assert "By 23-Nov-2026 14:00 UTC, 24 hours left" in text
    assert "Why The eye does not close, so the cornea is covered day and night. [baugh2013]" in text
    assert "Evidence guideline, strong recommendation" in text
    assert "To ophthalmology" in text


def test_what_an_item_still_depends_on_is_said():
    text = flowing(a_plan())
    assert "option · conditional" in text
    assert re.search(r"Only if recovering.* no", text, re.I)
    assert re.search(r"Confirm first age and pregnancy", text, re.I)
    assert re.search(r"In doubt still getting worse", text, re.I)


def test_what_is_held_is_told_apart_from_what_is_offered():
    text = flowing(a_plan())
    assert "◌ Masseteric nerve transfer held, not offered yet" in text
    assert "Opens when no movement by 182 days Not before 21-May-2027" in text


def test_the_most_pressing_question_comes_first_and_the_rest_is_counted():
    asked = a_plan()["questions"][0]
    many = [
        asked | {"rank": rank, "text": f"Question {rank}?"} for rank in (9, 3, 1, 2, 4, 5, 6, 7, 8)
    ]
    text = shown(a_plan(questions=many))
    assert re.findall(r"Question (\d)\?", text) == list("1234567")
    assert "and 2 more" in text


def test_what_an_answer_would_change_is_told_in_words():
    text = flowing(a_plan())
    assert "yes: adds stroke pathway; removes corticosteroid; becomes emergency" in text
    assert "no: changes nothing that is offered" in text


def test_dates_counted_from_a_duration_are_about():
    assert "about 21-May-2027 (182 days, 180 days left) opens masseteric" in flowing(a_plan())


def test_what_has_a_reason_is_told_before_what_is_merely_not_indicated():
    text = shown(a_plan())
    assert text.index("Contraindicated") < text.index("Not indicated")
    assert "the kidneys are impaired" in text


def test_a_source_that_awaits_confirmation_says_so():
    assert "To be confirmed by a facial-nerve clinician." in shown(a_plan())


def test_knowledge_and_sign_off_stand_at_the_end():
    text = flowing(a_plan())
    assert "Knowledge 2026.11 (3fa9c1d23fa9)" in text
    assert "a clinician decides" in text


def test_a_contradiction_is_told_before_any_stage():
    text = shown(a_plan(status="conflict"))
    assert text.index("contradict each other") < text.index("PROTECT")


def test_brackets_in_the_tables_are_shown_and_not_obeyed():
    item = an_item(title="Eye [bold]care[/bold] :eye:")
    assert "Eye [bold]care[/bold] :eye:" in shown(a_plan(stages=[a_stage(items=[item])]))


def test_an_empty_plan_is_still_a_page():
    nothing = {
        name: [] for name in ("stages", "questions", "horizon", "sensitivity", "not_offered")
    }
    text = shown(a_plan(**nothing, flags=[], alerts=[], differential=[], sources={}))
    assert "NOT OFFERED" not in text
    assert "a clinician decides" in text


def test_colour_changes_nothing_of_what_is_said():
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", shown(a_plan(), colour=True))
    assert [line.rstrip() for line in coloured.splitlines()] == shown(a_plan()).splitlines()
    assert "\x1b[" in shown(a_plan(), colour=True)


def test_the_plan_of_every_kind_of_patient_can_be_read():
    every = read_cases()
    tested = [one for one in every if "enog_degeneration_pct" in one.posted]
    tables = knowledge()
    plans = [
        decide(facts_from(one.assessment), tables, one.as_of, ahead=False) | IDS
        for one in (*every[::40], *tested)
    ]
    assert len(plans) > 100
    assert any("enog_date" in str(entry["nearest"]) for p in plans for entry in p["not_offered"])
    for plan in plans:
        assert plan["headline"].split()[0] in shown(plan)
