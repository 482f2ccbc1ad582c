"""The plan for home: what is practised, which steps, whom to call."""

import pytest

from coherence_desktop.chart import (
    HierarchyArranged,
    PlanAgreed,
    QuestionnaireAnswered,
    Step,
)
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.home.plan import agreed_pattern
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.records import locations
from coherence_desktop.ui.clients.client_tabs import PLAN

STEPS = (
    Step(id="s1", title="Running in place", exercise_id="running_in_place", duration_s=30.0),
    Step(id="s2", title="Take the stairs"),
)


@pytest.fixture
def opened(theme, charts, library, exercises, screening, today, at, add, qtbot):
    """The plan of a client with further entries; gives page, plan and what is kept."""
    from coherence_desktop.practice.step_ideas import load_step_ideas
    from coherence_desktop.ui.clients.client_page import ClientPage

    def open_one(*entries):
        client = add("K.", *entries)
        page = ClientPage(
            theme,
            client,
            charts,
            library,
            exercises=exercises,
            screening=screening,
            ideas=load_step_ideas(),
            today=lambda: today,
        )
        qtbot.addWidget(page)
        page.resize(1352, 900)
        with qtbot.waitSignal(page.loaded):
            page.show()
        page.show_tab(PLAN)

        def kept() -> Chart:
            qtbot.waitUntil(lambda: page.desk.saved)
            return Chart.of(charts.entries(client))

        return page, page.parts.plan, kept

    return open_one


def test_a_practice_is_added_with_its_usual_dose_and_changed_at_once(opened):
    _, plan, kept = opened()
    plan.add.click()
    row = plan.rows[0]
    row.minutes.setText("15")
    row.minutes.keep()
    row.days.buttons[0].click()
    row.days.buttons[6].click()
    agreed = kept().plan
    assert agreed.day == "2026-05-22"
    assert agreed.practices[0].name == "Breathing at your rhythm"
    assert agreed.practices[0].minutes == 15
    assert agreed.practices[0].days == (2, 3, 4, 5, 6)


def test_practices_are_chosen_from_breathing_and_compassion_and_removed(opened):
    _, plan, kept = opened()
    plan.add.click()
    plan.add.click()
    options = [plan.rows[1].which.itemText(at) for at in range(plan.rows[1].which.count())]
    soothing = options.index("When it flares up")
    plan.rows[1].which.activated.emit(soothing)
    assert kept().plan.practices[1].practice_id == "flare_up"
    plan.rows[0].remove.click()
    assert [one.kind for one in kept().plan.practices] == ["compassion"]


def test_the_end_is_chosen_in_weeks(opened):
    _, plan, kept = opened()
    plan.add.click()
    plan.end.until.activated.emit(3)
    assert kept().plan.until == "2026-07-03"
    plan.end.until.activated.emit(plan.end.until.count() - 1)
    assert kept().plan.until is None


def test_the_end_is_any_day_that_is_to_come(opened):
    _, plan, kept = opened()
    plan.end.until.activated.emit(plan.end.until.findText("On another day"))
    for text, said in (("soon", "not a date"), ("1 May 2026", "This day is over")):
        plan.end.day.setText(text)
        plan.end.day.left.emit()
        assert said in plan.problem
    plan.end.day.setText("30 June 2026")
    plan.end.day.left.emit()
    assert plan.problem == ""
    assert kept().plan.until == "2026-06-30"
    assert plan.end.until.currentText() == "Until 30 June 2026"


def test_check_ins_after_the_end_and_words_go_along(opened):
    _, plan, kept = opened()
    assert plan.end.boosters.value == PlanAgreed("", day="").boosters
    plan.end.boosters.setText("0")
    plan.end.boosters.keep()
    plan.end.words.setPlainText("Ten quiet minutes are enough.")
    plan.end.words.keep()
    agreed = kept().plan
    assert (agreed.boosters, agreed.words) == (0, "Ten quiet minutes are enough.")


def test_a_pattern_of_ones_own_is_offered_and_its_breath_goes_along(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "data_folder", lambda: tmp_path)
    own = locations.own_content("patterns")
    own.mkdir(parents=True)
    (own / "slow_out.toml").write_text('name = "Slow out"\ninhale_s = 4.0\nexhale_s = 7.0\n')
    _, plan, kept = opened()
    plan.add.click()
    which = plan.rows[0].which
    which.activated.emit(which.findText("Slow out"))
    agreed = kept().plan
    assert agreed.practices[0].practice_id == "slow_out"
    breath = agreed_pattern(agreed, "breathing", "slow_out")
    assert breath == Pattern(4.0, 0.0, 7.0, name="Slow out")
    assert agreed_pattern(agreed, "breathing", "resonance") is None


def test_a_released_step_is_in_hierarchy_and_plan_and_a_locked_one_cannot_be(opened, answered, at):
    _, plan, kept = opened(HierarchyArranged(at(3), steps=STEPS), answered(heart=True))
    assert not plan.released.switches["s1"].isEnabled()
    plan.released.switches["s2"].click()
    chart = kept()
    assert [step.id for step in chart.steps if step.released_for_home] == ["s2"]
    assert [step.id for step in chart.plan.steps] == ["s2"]


def test_people_to_call_are_kept_and_an_emptied_row_goes(opened):
    _, plan, kept = opened()
    row = plan.people.rows[0]
    row.name.line.setText("The practice")
    row.name.keep()
    row.phone.line.setText("555 0100")
    row.phone.keep()
    assert [(one.name, one.phone) for one in kept().contacts] == [("The practice", "555 0100")]
    row.name.line.setText("")
    row.name.keep()
    row.phone.line.setText("")
    row.phone.keep()
    assert kept().contacts == ()


def test_the_clinician_is_told_plainly_of_item_9(opened, at):
    answers = {str(n): 0 for n in range(1, 9)} | {"9": 1}
    _, plan, _ = opened(
        QuestionnaireAnswered(
            at(10), day="2026-05-10", questionnaire_id="phq9", answers=answers, score=1.0
        )
    )
    notice = plan.questionnaires.notice.text
    assert notice.startswith("PHQ-9, 10 May. Item 9")
    assert "Talk about it with the client" in notice


def test_a_plan_that_was_made_elsewhere_is_shown_as_it_is(opened, at):
    made = PlanAgreed(at(2), day="2026-05-02", until="2026-06-30")
    _, plan, _ = opened(made)
    assert plan.end.until.currentText() == "Until 30 June 2026"
    assert plan.rows == []


def test_hand_over_asks_for_the_client(opened, qtbot):
    page, plan, _ = opened()
    with qtbot.waitSignal(page.hand_over_requested) as asked:
        plan.hand_over.click()
    assert asked.args == [page.client_id]


def test_every_control_has_a_name(opened, nameless_controls, at):
    page, plan, _ = opened(HierarchyArranged(at(3), steps=STEPS))
    plan.add.click()
    assert nameless_controls(page) == []
