"""Progress: days, goals with their weekly rating, milestones, questionnaires over time."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import GoalRated, GoalSet, MilestoneNamed, QuestionnaireAnswered
from coherence_desktop.events import Phase, Rating, TrialEnded, TrialStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.questionnaires import load_questionnaires
from coherence_desktop.ui.clients.questionnaires_panel import QuestionnairesPanel
from coherence_desktop.ui.home.progress_page import ProgressPage
from coherence_desktop.ui.widgets.button import Button

UTC = "2026-05-01T08:00:00+00:00"
ALL = load_questionnaires().questionnaires


@pytest.fixture
def page_of(theme, shown, desk_of, now, qtbot):
    def show(shelf, width: int = 1352, height: int = 900) -> ProgressPage:
        desk = desk_of(shelf)
        page = ProgressPage(theme, desk, shelf, ALL, now=now)
        page.desk = desk
        with qtbot.waitSignal(page.loaded):
            shown(page, width, height)
        qtbot.waitUntil(lambda: desk.read)
        return page

    return show


def phq9(day: str, values: str) -> QuestionnaireAnswered:
    answers = {str(n): int(value) for n, value in enumerate(values, 1)}
    total = float(sum(answers.values()))
    return QuestionnaireAnswered(
        UTC, day=day, questionnaire_id="phq9", answers=answers, score=total
    )


def test_twelve_weeks_of_days_are_counted_week_by_week(page_of, shelf):
    page = page_of(shelf)
    assert page.days.accessibleName().endswith("0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 2")


def test_the_rhythm_is_one_sentence_and_no_table(page_of, shelf, empty_shelf):
    assert "6.2 breaths a minute" in page_of(shelf).rhythm
    assert "not known yet" in page_of(empty_shelf).rhythm


def test_a_goal_is_added_rated_by_keys_and_kept_once_it_settles(page_of, empty_shelf, qtbot):
    page = page_of(empty_shelf)
    page.goals.new_goal.setText("Climb two floors")
    page.goals.add_goal.click()
    track = page.goals.tracks["g1"]
    for _ in range(3):
        QTest.keyClick(track, Qt.Key.Key_Right)
    assert track.value == 3
    qtbot.waitUntil(lambda: any(isinstance(e, GoalRated) for e in empty_shelf.kept))
    rated = [entry for entry in empty_shelf.kept if isinstance(entry, GoalRated)]
    assert [(entry.value, entry.day) for entry in rated] == [(3.0, "2026-05-22")]


def test_a_goal_can_be_let_go(page_of, empty_shelf):
    empty_shelf.kept.append(GoalSet(UTC, day="2026-05-01", goal_id="g1", text="Film"))
    page = page_of(empty_shelf)
    assert "g1" in page.goals.tracks
    drop = next(b for b in page.goals.findChildren(Button) if "Let go" in b.accessibleName())
    drop.click()
    assert page.goals.tracks == {}


def test_a_milestone_is_named_in_own_words_and_then_happens(page_of, empty_shelf, qtbot):
    page = page_of(empty_shelf)
    page.goals.more_milestones.click()
    page.goals.new_milestone.setText("Took the stairs")
    page.goals.add_milestone.click()
    reached = next(b for b in page.goals.findChildren(Button) if b.text() == "It happened")
    reached.click()
    qtbot.waitUntil(lambda: page.desk.saved)
    milestone = Chart.of(empty_shelf.kept).milestones[0]
    assert milestone.text == "Took the stairs"
    assert milestone.reached_on is not None
    assert any(isinstance(entry, MilestoneNamed) for entry in empty_shelf.kept)


def test_a_person_sees_totals_only_when_asking_and_a_clinician_at_once(
    page_of, shelf, theme, desk_of, qtbot
):
    shelf.kept += [phq9("2026-04-01", "222222220"), phq9("2026-05-01", "111111111")]
    page = page_of(shelf)
    assert page.questionnaires.totals == ("", "", "")
    assert page.questionnaires.notice.text == ""
    page.questionnaires.ask.click()
    assert page.questionnaires.totals[1] == "9 of 27, mild"
    panel = QuestionnairesPanel(theme, page.desk, ALL, clinician=True)
    qtbot.addWidget(panel)
    assert panel.totals[1] == "9 of 27, mild"
    assert 'answered with "several days"' in panel.notice.text


def test_distress_is_followed_trial_by_trial_over_sessions(page_of, shelf, now, qtbot):
    trial = [
        TrialStarted(
            0.0,
            number=1,
            exercise_id="running_in_place",
            exercise_name="Running in place",
            planned_s={"induce": 30.0, "stay": 60.0},
        ),
        Phase(0.0, "induce"),
        Rating(5.0, "distress", 40.0),
        Rating(25.0, "distress", 80.0),
        Phase(30.0, "stay"),
        Rating(60.0, "distress", 50.0),
        TrialEnded(90.0),
    ]
    shelf.practise(now(), kind="exposure", source="none", events=trial)
    page = page_of(shelf)
    qtbot.waitUntil(lambda: "peak 80" in page.trials.accessibleName())


@pytest.mark.parametrize("width", [1352, 800])
def test_every_control_has_a_name_and_is_reached_by_tab(
    page_of, shelf, width, nameless_controls, unreached_controls
):
    shelf.kept.append(GoalSet(UTC, day="2026-05-01", goal_id="g1", text="Film"))
    page = page_of(shelf, width)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
