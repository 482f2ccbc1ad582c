"""The result page shows table, plots and proposal, and takes the clinician's choice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.errors import Problem
from coherence_desktop.events import Beat, Phase
from coherence_desktop.ui.assessment.reading import read_result
from coherence_desktop.ui.assessment.result_page import NONE_FOUND, ResultPage


@pytest.fixture
def opened(theme, shown, qtbot):
    def open_page(log, **kwargs):
        page = ResultPage(theme)
        shown(page, 1352, 900)
        page.open(lambda: log, about="Client M-014", **kwargs)
        qtbot.waitUntil(lambda: page.view is not None)
        return page

    return open_page


def test_the_proposal_and_how_clear_it_is_are_told_with_the_table(log_of):
    view = read_result(log_of("resonance_stepped"))
    assert view.proposal_per_min == 6.0
    assert view.headline == "6 a minute"
    assert view.clarity
    assert "give or take" in view.said
    assert [row.cells[0].text for row in view.table.rows] == [
        "6.5",
        "6  proposed",
        "5.5",
        "5",
        "4.5",
    ]
    assert len(view.table.columns) == 8
    assert [row.leading for row in view.table.rows] == [False, True, False, False, False]
    assert [points.title for points in view.plots][:2] == ["Heart rate per breath", "Phase lock"]


def test_a_rate_that_was_skipped_has_its_reason_in_its_place(log_of):
    log = [
        event
        for event in log_of("resonance_stepped")
        if not (isinstance(event, Phase) and event.name == "breathe_5")
    ]
    rows = {row.cells[0].text: row.cells[1].text for row in read_result(log).table.rows}
    assert rows["5"] == "skipped"


def test_without_beats_there_is_no_proposal_but_a_choice(log_of):
    log = [event for event in log_of("resonance_stepped") if not isinstance(event, Beat)]
    view = read_result(log)
    assert view.proposal_per_min is None
    assert view.said == "No proposal: no beats in it."
    assert view.choices_per_min == (6.5, 6.0, 5.5, 5.0, 4.5)
    assert view.quality_words == "no beats"


def test_a_sliding_pace_offers_rates_around_its_proposal(log_of):
    view = read_result(log_of("resonance_sliding"))
    assert view.proposal_per_min == pytest.approx(6.0, abs=0.4)
    assert len(view.choices_per_min) == 5
    assert view.choices_per_min[2] == view.proposal_per_min


def test_the_choice_is_asked_to_be_kept_and_then_said_to_be(opened, log_of, qtbot):
    page = opened(log_of("resonance_stepped"), for_client=True)
    choice = page.choice
    assert choice.rate_per_min == 6.0
    choice.control.set_current(2)
    with qtbot.waitSignal(page.rate_chosen) as caught:
        choice.keep.click()
    assert caught.args == [5.5]
    assert "Not kept yet" in choice.told.text()
    page.show_kept(5.5)
    assert choice.told.text().startswith("Kept: breathing starts at 5.5 a minute")
    assert not choice.keep.isEnabled()


def test_without_a_client_the_choice_is_only_shown(opened, log_of):
    page = opened(log_of("resonance_stepped"))
    assert not page.choice.keep.isVisible()
    assert "nothing is kept" in page.choice.told.text()


def test_a_pace_that_the_chart_has_is_chosen_from_the_start(opened, log_of):
    page = opened(log_of("resonance_stepped"), for_client=True, kept_per_min=5.7)
    assert page.choice.rate_per_min == 5.7
    assert not page.choice.keep.isEnabled()


def test_a_second_pass_is_asked_around_the_choice(opened, log_of, qtbot):
    page = opened(log_of("resonance_stepped"))
    with qtbot.waitSignal(page.fine_asked) as caught:
        page.choice.fine.click()
    assert caught.args == [6.0]


@pytest.mark.parametrize(
    ("kind", "measure"), [("deep_breathing", "E/I ratio"), ("resting", "Sample entropy")]
)
def test_other_assessments_show_their_measures_and_no_pace(opened, log_of, kind, measure):
    page = opened(log_of(kind))
    assert measure in [row.cells[0].text for row in page.table.view.rows]
    assert page.view.choices_per_min == ()
    assert page.choice.control is None
    assert page.view.headline.endswith("bpm")


def test_the_plots_show_what_they_say(opened, log_of):
    page = opened(log_of("resonance_stepped"))
    amplitude, lock, peaks = page.plots
    low, high, _ = amplitude.bounds()
    assert low == 0.0
    assert high >= max(amplitude.points.values)
    assert lock.bounds()[:2] == (0.0, 1.0)
    assert peaks.bounds()[0] < 0.0 < peaks.bounds()[1]
    assert "6.5 a minute" in amplitude.accessibleName()


def test_the_light_and_the_dark_page_are_painted(opened, log_of, picture_of, theme):
    page = opened(log_of("resonance_stepped"))
    picture = picture_of(page.plots[0])
    heart = theme.color("heart").rgb()
    colors = {picture.pixel(x, y) for x in range(picture.width()) for y in range(160)}
    assert heart in colors


def test_every_control_has_a_name_and_is_reached_by_tab(
    opened, log_of, nameless_controls, unreached_controls
):
    page = opened(log_of("resonance_stepped"), for_client=True)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_a_session_of_something_else_and_one_that_cannot_be_read_say_so(theme, shown, qtbot):
    page = ResultPage(theme)
    shown(page)
    page.open(list)
    qtbot.waitUntil(lambda: page.notice.text == NONE_FOUND)

    def broken():
        raise Problem("The library cannot be read.")

    page.open(broken)
    qtbot.waitUntil(lambda: page.notice.text == "The library cannot be read.")


def test_escape_goes_back(opened, log_of, qtbot):
    page = opened(log_of("resting"))
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)
