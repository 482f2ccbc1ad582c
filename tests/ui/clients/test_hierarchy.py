"""Hierarchy: tried, ranked, put in order by hand, filled up in between, and begun."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import HierarchyArranged, Step
from coherence_desktop.ui.clients.client_tabs import HIERARCHY
from coherence_desktop.ui.clients.hierarchy_tab import STEP, TRIALS, TRIES
from coherence_desktop.ui.clients.ladder import ROW_PX

ALT = Qt.KeyboardModifier.AltModifier
STEPS = (
    Step(id="s1", title="Spin", exercise_id="spinning", duration_s=30.0, expected_distress=20.0),
    Step(id="s2", title="Run", exercise_id="running_in_place", duration_s=60.0),
    Step(id="s3", title="Stairs", expected_distress=70.0),
)


@pytest.fixture
def tab_of(client_page):
    def open_tab(client):
        page = client_page(client)
        page.show_tab(HIERARCHY)
        return page, page.parts.hierarchy

    return open_tab


@pytest.fixture
def with_steps(add, answered, at, tab_of):
    client = add("M-1", answered(), HierarchyArranged(at(3), steps=STEPS))
    return tab_of(client)


def ids(chart) -> list[str]:
    return [step.id for step in chart.steps]


def test_without_steps_it_begins_with_trying_each_once(add, answered, tab_of) -> None:
    _, tab = tab_of(add("M-1", answered()))
    assert tab.which.current == TRIES
    assert tab.ladder._empty.isVisible()


def test_tries_are_kept_on_leaving_a_field_and_build_the_hierarchy(
    add, answered, tab_of, kept, write
) -> None:
    page, tab = tab_of(add("M-1", answered()))
    for exercise, sensation, distress, similarity in (
        ("running_in_place", "7", "65", "8"),
        ("head_shaking", "3", "15", "1"),
    ):
        lines = tab.tries.rows[exercise].lines
        write(lines["sensation"], sensation)
        write(lines["distress"], distress)
        write(lines["similarity"], similarity)
    tried = kept(page).last_tried["running_in_place"]
    assert (tried.sensation, tried.distress, tried.similarity) == (7.0, 65.0, 8.0)
    assert tried.duration_s == 60.0
    tab.tries.build.click()
    steps = kept(page).steps
    assert [step.exercise_id for step in steps] == ["head_shaking", "running_in_place"]
    assert [step.expected_distress for step in steps] == [15.0, 65.0]
    assert tab.which.current == STEP


def test_a_rating_outside_its_scale_is_told_and_not_kept(
    add, answered, tab_of, kept, write
) -> None:
    page, tab = tab_of(add("M-1", answered()))
    line = tab.tries.rows["head_rush"].lines["similarity"]
    write(line, "11")
    assert tab.tries._wrong.text() == (
        "Similarity of Head rush, 0 to 10 is a number from 0 to 10."
    )
    assert kept(page).tried == ()
    write(line, "10")
    assert not tab.tries._wrong.isVisible()
    assert kept(page).tried[-1].similarity == 10.0


def test_a_locked_exercise_is_not_tried(add, answered, tab_of) -> None:
    _, tab = tab_of(add("M-1", answered(asthma=True)))
    straw = tab.tries.rows["straw_breathing"]
    assert not any(line.isEnabled() for line in straw.lines.values())
    assert straw.lock.isVisible()


def test_alt_and_arrows_move_the_step(qtbot, with_steps, kept) -> None:
    page, tab = with_steps
    ladder = tab.ladder.ladder
    ladder.setFocus()
    qtbot.keyClick(ladder, Qt.Key.Key_Down, ALT)
    assert ids(kept(page)) == ["s2", "s1", "s3"]
    qtbot.keyClick(ladder, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(ladder, Qt.Key.Key_Down, ALT)
    assert ids(kept(page)) == ["s2", "s3", "s1"]
    assert ladder.step_id == "s1"
    qtbot.keyClick(ladder, Qt.Key.Key_Up, ALT)
    assert ids(kept(page)) == ["s2", "s1", "s3"]


@pytest.mark.parametrize(
    ("from_row", "to_y", "order"),
    [
        (0, 3 * ROW_PX - 4, ["s2", "s3", "s1"]),
        (2, 2, ["s3", "s1", "s2"]),
        (0, 2 * ROW_PX + 4, ["s2", "s1", "s3"]),
        (1, ROW_PX + 40, ["s1", "s2", "s3"]),
    ],
)
def test_a_step_is_dragged_to_another_place(with_steps, kept, from_row, to_y, order) -> None:
    page, tab = with_steps
    viewport = tab.ladder.ladder.viewport()
    start, end = QPoint(200, from_row * ROW_PX + 20), QPoint(200, to_y)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for part in range(1, 6):
        here = start + (end - start) * part / 5
        QTest.mouseMove(viewport, here)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert ids(kept(page)) == order


def test_ranking_puts_unrated_steps_last(with_steps, kept) -> None:
    page, tab = with_steps
    tab.ladder.rank.click()
    assert ids(kept(page)) == ["s1", "s3", "s2"]


def test_fields_of_a_step_are_kept_on_leaving(with_steps, kept, write) -> None:
    page, tab = with_steps
    tab.ladder.ladder.select(1)
    write(tab.step.title.line, "Run on the spot")
    write(tab.step.variant.line, "with the clinician")
    write(tab.step.duration, "45")
    write(tab.step.expected, "50")
    step = kept(page).steps[1]
    assert (step.title, step.variant) == ("Run on the spot", "with the clinician")
    assert (step.duration_s, step.expected_distress) == (45.0, 50.0)


def test_going_to_another_step_keeps_what_was_being_written(qtbot, with_steps, kept) -> None:
    page, tab = with_steps
    tab.step.title.line.setFocus()
    tab.step.title.line.selectAll()
    qtbot.keyClicks(tab.step.title.line, "Turn")
    position = tab.ladder.ladder.visualRect(tab.ladder.ladder.model().index(1, 0)).center()
    tab.ladder.ladder.setFocus()
    QTest.mouseClick(tab.ladder.ladder.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert [step.title for step in kept(page).steps] == ["Turn", "Run", "Stairs"]
    assert tab.step.title.text == "Run"


def test_a_duration_the_exercise_does_not_permit_is_told(with_steps, kept, write) -> None:
    page, tab = with_steps
    tab.ladder.ladder.select(1)
    write(tab.step.duration, "1700")
    assert "180 s is kept" in tab.step._wrong.text()
    assert kept(page).steps[1].duration_s == 180.0
    assert tab.step.duration.text() == "180"


def test_steps_in_between(with_steps, kept) -> None:
    page, tab = with_steps
    tab.ladder.ladder.select(1)
    tab.step.shorter.click()
    chart = kept(page)
    assert [step.duration_s for step in chart.steps] == [30.0, 30.0, 60.0, None]
    assert tab.ladder.ladder.step_id == chart.steps[1].id
    tab.ladder.ladder.select(2)
    variant = 1 + tab.step._ideas.variants.index("seated")
    tab.step.same.activated.emit(variant)
    assert kept(page).steps[2].variant == "seated"
    assert kept(page).steps[2].exercise_id == "running_in_place"
    tab.ladder.ladder.select(0)
    tab.step.halfway.click()
    assert len(kept(page).steps) == 6


def test_steps_are_added_from_exercises_and_daily_life(with_steps, kept, write) -> None:
    page, tab = with_steps
    tab.ladder.ladder.select(2)
    tab.ladder.add.activated.emit(1)
    assert kept(page).steps[3].exercise_id == "fast_breathing"
    tab.ladder.add.activated.emit(tab.ladder.add.count() - 1)
    assert page.window().focusWidget() is tab.step.title.line
    write(tab.step.title.line, "A coffee in the morning")
    last = kept(page).steps[4]
    assert (last.title, last.exercise_id) == ("A coffee in the morning", "")


def test_a_removed_step_can_be_put_back(with_steps, kept) -> None:
    page, tab = with_steps
    tab.ladder.ladder.select(1)
    tab.step.remove.click()
    assert ids(kept(page)) == ["s1", "s3"]
    tab.ladder.put_back.click()
    assert kept(page).steps == STEPS


def test_a_step_is_released_for_home(qtbot, with_steps, kept) -> None:
    page, tab = with_steps
    qtbot.keyClick(tab.step.home, Qt.Key.Key_Return)
    assert kept(page).steps[0].released_for_home
    assert "released for home" in tab.ladder.ladder.rows[0].words(0, 3)


def test_a_trial_begins_with_the_step(qtbot, with_steps) -> None:
    page, tab = with_steps
    ladder = tab.ladder.ladder
    ladder.setFocus()
    qtbot.keyClick(ladder, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.trial_requested) as asked:
        qtbot.keyClick(ladder, Qt.Key.Key_Return)
    assert asked.args == [page.client_id, STEPS[1]]


def test_arrows_find_the_steps_from_the_page(qtbot, with_steps) -> None:
    page, tab = with_steps
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert tab.ladder.step == STEPS[1]
    with qtbot.waitSignal(page.trial_requested) as asked:
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    assert asked.args == [page.client_id, STEPS[1]]


def test_nothing_begins_for_a_client_deleted_elsewhere_until_added_again(
    qtbot, with_steps, charts
) -> None:
    page, tab = with_steps
    charts.delete(page.client_id)
    page.load()
    qtbot.waitUntil(lambda: page.desk.gone_elsewhere)
    with (
        qtbot.assertNotEmitted(page.trial_requested),
        qtbot.assertNotEmitted(page.session_requested),
    ):
        tab.step.begin()
        page.begin.click()
    assert page.window().focusWidget().text() == "Add again"
    with qtbot.waitSignal(page.moved):
        page._again.click()
    with qtbot.waitSignal(page.trial_requested):
        tab.step.begin()


def test_enter_in_a_field_begins_no_trial(qtbot, with_steps) -> None:
    page, tab = with_steps
    with qtbot.assertNotEmitted(page.trial_requested):
        for control in (tab.step.title.line, tab.step.duration, tab.ladder.add, tab.step.how):
            control.setFocus()
            qtbot.keyClick(control, Qt.Key.Key_Return)


def test_a_locked_step_says_why_and_cannot_begin(qtbot, add, answered, at, tab_of) -> None:
    client = add("M-1", answered(heart=True), HierarchyArranged(at(3), steps=STEPS))
    page, tab = tab_of(client)
    ladder = tab.ladder.ladder
    ladder.select(1)
    assert tab.step._lock.text == "Waits for a sign-off. Yes: the heart."
    assert "Waits for a sign-off. Yes: the heart." in ladder.rows[1].words(1, 3)
    assert not tab.step.trial.isEnabled()
    assert not tab.step.home.isEnabled()
    with qtbot.assertNotEmitted(page.trial_requested):
        ladder.setFocus()
        qtbot.keyClick(ladder, Qt.Key.Key_Return)
        tab.step.begin()


def test_how_trials_go_and_the_rule_are_kept(with_steps, kept, write) -> None:
    page, tab = with_steps
    tab.which.set_current(TRIALS)
    write(tab.trials.lines["stay_s"], "180")
    write(tab.trials.lines["trials"], "3")
    tab.trials.recovery.set_current(2)
    chart = kept(page)
    assert (chart.trial_defaults.stay_s, chart.trial_defaults.recovery) == (180.0, "paced")
    assert chart.trial_defaults.baseline_s == 60.0
    assert chart.progress_rule.trials == 3
    write(tab.trials.lines["stay_s"], "")
    assert tab.trials.lines["stay_s"].text() == "180"
