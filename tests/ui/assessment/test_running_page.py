"""The page of a running assessment says what to do now, what is next and how long it takes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import Ended, Phase
from coherence_desktop.ui.assessment.page import AssessmentPage
from coherence_desktop.ui.session.assessment_plan import (
    assessment_plan,
    continued_plan,
    is_assessment,
)
from coherence_desktop.ui.session.plan import breathing_plan


@pytest.fixture
def running(theme, shown, session_of, started):
    def run(kind="resonance_stepped"):
        session = session_of(kind)
        plan = assessment_plan(kind, about="M-014")
        session.page = plan.make_page(theme, session)
        shown(session.page)
        session.page.consume(session.engine.receive(started))
        return session, session.page

    return run


def test_it_says_what_happens_now_and_next(running):
    session, page = running()
    guide = page.guide
    assert guide.headline.text() == "Baseline"
    assert guide.left.text() == "2:00"
    assert guide.next.text() == "Next: 6.5 a minute, 2 min"
    assert "16" in guide.all_left.text()
    session.go_to(150.0)
    assert guide.headline.text() == "Breathe at 6.5 a minute"
    assert guide.left.text() == "1:30"
    assert guide.next.text() == "Next: rest, 1 min"


def test_a_part_is_left_by_button_or_right_key(running):
    session, page = running()
    session.go_to(5.0)
    page.guide.skip.click()
    assert page.state.running == "breathe_6.5"
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.state.running == "rest_1"
    assert [event.name for event in session.posted] == ["breathe_6.5", "rest_1"]
    assert "Baseline skipped" in page.guide.parts.accessibleName()


def test_the_pace_can_be_changed_neither_by_key_nor_by_button(running):
    session, page = running()
    session.go_to(130.0)
    QTest.keyClicks(page, "[]")
    assert not page.values.pacer.isVisible()


def test_after_the_last_part_the_results_are_one_key_away(running):
    session, page = running("deep_breathing")
    assert not page.guide.results.isVisible()
    session.go_to(80.0)
    assert page.state.over
    assert page.guide.results.isVisible()
    assert not page.guide.skip.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert isinstance(session.posted[-1], Ended)


def test_the_parts_are_as_wide_as_they_are_long_and_fit(running):
    _, page = running()
    boxes = page.guide.parts.boxes()
    assert len(boxes) == 10
    assert boxes[0].width() > boxes[2].width() > 20
    assert boxes[-1].right() <= page.guide.parts.width() + 0.5


def test_every_control_has_a_name_and_is_reached_by_tab(
    running, nameless_controls, unreached_controls
):
    _, page = running()
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_a_plan_makes_its_practice_and_is_known_as_one_of_an_assessment():
    plan = assessment_plan("resting", client="c", about="M-014")
    assert plan.make_practice().practice_id == "resting"
    assert plan.make_practice() is not plan.make_practice()
    assert (plan.title, plan.client) == ("Resting", "c")
    assert is_assessment(plan)
    assert not is_assessment(breathing_plan())


def test_a_session_that_died_is_planned_from_its_log(log_of):
    log = log_of("resonance_sliding")
    plan = continued_plan(log[:400], "s1", "c")
    assert (plan.continuing, plan.client) == ("s1", "c")
    assert plan.make_practice().parts == tuple(plan.make_practice().parts)
    assert plan.make_practice().practice_id == "resonance_sliding"
    assert is_assessment(plan)
    assert continued_plan([Phase(0.0, "breathe")], "s2") is None


def test_the_page_is_a_session_page_for_the_patients_screen_too(running):
    _, page = running()
    assert isinstance(page, AssessmentPage)
    page.top_bar.patient_screen.click()
    assert page.top_bar.patient_screen.isChecked()
