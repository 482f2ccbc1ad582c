"""Choices: segments, lists and the rail, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.rail import Rail, RailEntry
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.widgets.select import Select

ENTRIES = (
    RailEntry("practise", "Practise", "practise"),
    RailEntry("settings", "Settings", "settings"),
)


@pytest.fixture
def span(shown, theme: Theme) -> SegmentedControl:
    control = SegmentedControl(theme, ["80 s", "3 min", "All"], name="Span")
    shown(control, 200, 60)
    return control


def test_arrows_choose_a_segment(qtbot, span: SegmentedControl) -> None:
    first = span.findChildren(type(span.focusWidget() or span))
    qtbot.keyClick(span.window().focusWidget() or first[0], Qt.Key.Key_Right)
    assert span.current == 1


def test_a_choice_is_told_once(qtbot, span: SegmentedControl) -> None:
    told = []
    span.chosen.connect(told.append)
    span.set_current(2)
    span.set_current(2)
    assert told == [2]


def test_every_segment_says_what_is_chosen(span, nameless_controls, unreached_controls) -> None:
    assert nameless_controls(span) == []
    assert unreached_controls(span) == []


def test_segments_are_targets_of_40_however_low_they_are_drawn(span: SegmentedControl) -> None:
    assert span.sizeHint().height() >= 40
    assert span.drawn_height == 24


def test_offering_options_tells_no_choice(qtbot, theme: Theme) -> None:
    select = Select(theme, "Bluetooth adapter")
    qtbot.addWidget(select)
    with qtbot.assertNotEmitted(select.activated):
        select.set_options(["Built in", "USB"], 1)
    assert select.currentText() == "USB"
    assert select.accessibleName() == "Bluetooth adapter"


def test_the_rail_shows_only_what_works(shown, theme: Theme, controls_of) -> None:
    rail = shown(Rail(theme, ENTRIES, "practise"), 88, 600)
    assert [control.accessibleName() for control in controls_of(rail)] == ["Practise", "Settings"]
    assert rail.current == "practise"


def test_the_rail_opens_a_page_by_keyboard(qtbot, shown, theme: Theme, controls_of) -> None:
    rail = shown(Rail(theme, ENTRIES, "practise"), 88, 600)
    settings = controls_of(rail)[1]
    with qtbot.waitSignal(rail.chosen) as told:
        qtbot.keyClick(settings, Qt.Key.Key_Space)
    assert told.args == ["settings"]
    assert rail.current == "settings"
