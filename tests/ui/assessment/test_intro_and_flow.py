"""Before an assessment: words and choices; after it: the choice is kept in the chart."""

from datetime import UTC, datetime

import pytest

from coherence_desktop.chart import ResonanceChosen
from coherence_desktop.errors import Problem
from coherence_desktop.practice.assessments import Order
from coherence_desktop.ui.assessment.intro_page import IntroPage
from coherence_desktop.ui.assessment.words import KINDS
from coherence_desktop.ui.shell.assessing import AssessmentFlow


@pytest.fixture
def intro(theme, shown):
    page = IntroPage(theme)
    shown(page, 1352, 900)
    return page


def test_the_length_follows_what_is_chosen(intro):
    assert intro.length == "16\N{NO-BREAK SPACE}min"
    intro.rest.control.set_current(0)
    assert intro.length == "12\N{NO-BREAK SPACE}min"
    intro.rate.control.set_current(2)
    assert intro.length == "17\N{NO-BREAK SPACE}min"


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_assessment_offers_the_choices_that_it_has(intro, kind, qtbot):
    intro.show_kind(kind)
    by_rate = kind in ("resonance_stepped", "resonance_fine")
    assert intro.order.isVisible() == by_rate
    assert intro.around.isVisible() == (kind == "resonance_fine")
    assert intro.resting.isVisible() == (kind == "resting")
    with qtbot.waitSignal(intro.begun) as caught:
        intro.begin.click()
    assert caught.args[0] == kind


def test_what_is_chosen_goes_into_the_options(intro):
    intro.open(kind="resonance_fine", around_per_min=5.7)
    intro.order.control.set_current(1)
    intro.baseline.control.set_current(0)
    options = intro.options()
    assert (options.order, options.baseline_s, options.around_per_min) == (Order.RISING, 0.0, 5.7)
    intro.around.control.set_current(3)
    assert intro.options().around_per_min == 5.0


def test_the_controls_have_names_and_are_reached(intro, nameless_controls, unreached_controls):
    assert nameless_controls(intro) == []
    assert unreached_controls(intro) == []


class Window:
    def __init__(self):
        self.pages = []

    def show_page(self, page, rail=""):
        self.pages.append(page)


class Library:
    def __init__(self, log):
        self.log = log

    def events(self, session_id, *, raw=True):
        return list(self.log)


class Charts:
    def __init__(self):
        self.entries = []
        self.trouble = ""

    def append(self, client_id, *entries):
        if self.trouble:
            raise Problem(self.trouble)
        self.entries += [(client_id, entry) for entry in entries]


@pytest.fixture
def flow(theme, qtbot, log_of):
    charts, window = Charts(), Window()
    made = AssessmentFlow(
        theme,
        window,
        Library(log_of("resonance_stepped")),
        charts,
        now=lambda: datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
    )
    made.charts, made.window_shown = charts, window
    return made


def result_of(flow, qtbot, client):
    flow.show_result("s1", client, "Client M-014")
    page = flow.window_shown.pages[-1]
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.view is not None)
    return page


def test_the_choice_is_kept_in_the_chart_with_the_proposal(flow, qtbot):
    page = result_of(flow, qtbot, "c1")
    page.choice.control.set_current(2)
    with qtbot.waitSignal(flow.chart_changed) as caught:
        page.choice.keep.click()
    assert caught.args == ["c1"]
    entry = ResonanceChosen(
        "2026-03-01T10:00:00+00:00", rate_per_min=5.5, proposed_per_min=6.0, session_id="s1"
    )
    assert flow.charts.entries == [("c1", entry)]
    assert page.choice.told.text().startswith("Kept")


def test_a_choice_that_cannot_be_kept_is_told_and_can_be_tried_again(flow, qtbot):
    page = result_of(flow, qtbot, "c1")
    flow.charts.trouble = "The disk is full."
    page.choice.keep.click()
    qtbot.waitUntil(lambda: "The disk is full." in page.notice.text)
    assert page.choice.keep.isEnabled()


def test_the_intro_leads_to_a_plan_for_the_same_client(flow, qtbot):
    flow.show_intro("c1", "Client M-014")
    page = flow.window_shown.pages[-1]
    qtbot.addWidget(page)
    with qtbot.waitSignal(flow.plan_made) as caught:
        page.begin.click()
    assert (caught.args[0].client, caught.args[0].title) == ("c1", "Resonance, step by step")


def test_a_second_pass_begins_around_the_choice(flow, qtbot):
    result = result_of(flow, qtbot, "c1")
    result.choice.fine.click()
    intro = flow.window_shown.pages[-1]
    qtbot.addWidget(intro)
    assert intro.kind == "resonance_fine"
    assert intro.options().around_per_min == 6.0
