"""The live page as a clinician sees it: news, values, layout."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from coherence_desktop.events import (
    Battery,
    Contact,
    EcgChunk,
    Ended,
    Link,
    LinkState,
    Paused,
    Resumed,
)
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.raw_samples import pack_ecg
from coherence_desktop.signal.results import BreathingRate
from coherence_desktop.ui.live import page as page_module
from coherence_desktop.ui.widgets.painting import text_width
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

DISK_FULL = RecorderState(
    state="failing",
    committed_t=252.0,
    committed_events=300,
    pending_events=30,
    problem="The disk is full. Everything since 4:12 is in memory only. "
    "Free some space and it is saved.",
)


class TestNews:
    def test_lost_contact_is_said_calmly_and_goes_by_itself(self, told, breathing):
        told.beats(breathing(20))
        told.page.consume([Contact(told.commands.t, False)])
        told.wait(4.0)
        assert told.page.notices.strap.isVisibleTo(told.page)
        assert told.page.notices.strap.text.startswith("Strap lost contact 4 s ago.")
        assert told.page.top_bar.strap.note
        told.page.consume([Contact(told.commands.t, True)])
        assert not told.page.notices.isVisible()
        assert not told.page.top_bar.strap.note

    def test_the_time_since_is_kept_up(self, told, breathing):
        told.beats(breathing(5))
        told.page.consume([Link(told.commands.t, LinkState.RECONNECTING, "lost", "It broke.")])
        told.wait(3.0)
        assert "3 s so far" in told.page.notices.strap.text
        told.wait(4.0)
        assert "7 s so far" in told.page.notices.strap.text

    def test_a_full_disk_is_told_while_the_live_view_goes_on(self, told, breathing):
        told.page.consume([DISK_FULL])
        told.beats(breathing(12))
        assert "in memory only" in told.page.notices.recorder.text
        assert told.page.top_bar.recording.text == "Not saved since 4:12"
        assert told.page.values.heart_rate.words.endswith("bpm")

    def test_a_recovered_session_is_told_until_understood(self, told, qtbot):
        said = "The last session ended without closing. It is whole up to 21:14:07."
        told.page.tell(said)
        assert told.page.notices.told.text == said
        understood = told.page.notices.told.findChild(QAbstractButton)
        qtbot.mouseClick(understood, Qt.MouseButton.LeftButton)
        assert not told.page.notices.isVisible()

    def test_news_takes_no_room_from_the_values(self, told, breathing, qapp):
        told.beats(breathing(5))
        qapp.processEvents()
        before = told.page.values.geometry()
        told.page.consume([DISK_FULL, Contact(told.commands.t, False)])
        qapp.processEvents()
        assert told.page.values.geometry() == before

    def test_a_low_battery_is_said_in_words(self, told):
        told.page.consume([Battery(1.0, 18)])
        assert "18 %, low" in told.page.top_bar.strap.text
        assert told.page.top_bar.strap.note


class TestValues:
    def test_absent_values_are_words_never_numbers(self, told):
        for row in told.page.values.rows:
            assert row._absent
            assert row.badge.level is QualityLevel.ABSENT
            assert not any(character.isdigit() for character in row.words.replace("64", ""))

    def test_coherence_counts_down_until_it_appears(self, told, breathing):
        told.beats([1000.0] * 42)
        said = "Coherence appears after 64 s of beats. 22 s to go."
        assert told.page.values.coherence.words == said

    def test_values_appear_with_unit_and_quality(self, told, breathing):
        told.beats(breathing(100))
        values = told.page.values
        assert values.heart_rate.words.endswith("bpm")
        assert values.coherence.words.endswith("of 100")
        assert values.amplitude.words.endswith("bpm")
        assert values.synchrony.words.endswith("of 1")
        assert values.rmssd.words.endswith("ms")
        assert all(row.badge.level is QualityLevel.CLEAN for row in values.rows)
        assert told.page.marker_bar.quality.lines == ("Clean, 100 beats", "0 corrected, no gaps")

    def test_until_the_breath_is_known_the_wait_is_told_and_fits(self, told, breathing):
        told.beats(breathing(20))
        breath = told.page.values.pacer.breathing
        assert re.fullmatch(r"breathing rate: \d+ s to go", breath.text())
        assert breath.toolTip().startswith("Breathing appears after 64 s of beats.")
        assert text_width(breath.font(), breath.text()) <= breath.width()

    def test_the_breath_is_told_with_what_shows_it(self, told, breathing):
        told.beats(breathing(100))
        breath = told.page.values.pacer.breathing
        assert breath.text() == "breathing 6.2 a minute, from RR"
        seen = BreathingRate(0.15, 0.98, "acceleration")
        known = replace(told.page.model.snapshot, breathing_rate=seen)
        told.page.values.show_measures(known)
        assert breath.text() == "breathing 9.0 a minute, from acceleration"
        told.page.values.show_measures(known, "No beat for 6 s.")
        assert breath.text() == ""

    def test_no_value_outlives_the_beats(self, told, breathing):
        told.beats(breathing(100))
        told.wait(6.0)
        for row in told.page.values.rows:
            assert row.words.startswith("No beat for")
        assert told.page.spectrum._spectrum is None

    def test_coherence_gives_its_reason_after_a_gap(self, told, breathing):
        told.beats(breathing(100))
        told.gap(8.0)
        told.beats(breathing(10))
        assert told.page.values.coherence.words.startswith("A gap of")
        assert "to go" in told.page.values.coherence.words
        assert told.page.values.heart_rate.words.endswith("bpm")

    def test_the_trend_breaks_where_coherence_was_absent(self, told, breathing):
        told.beats(breathing(120))
        told.gap(8.0)
        told.beats(breathing(100))
        _, score = told.page.model.trend()
        assert sum(score != score) == 1

    def test_the_trend_marks_no_value_of_now_while_no_beats_come(self, told, breathing, in_color):
        told.beats(breathing(100))
        accent = told.page.theme.color("accent")
        with_dot = in_color(told.page.trend, accent).sum()
        told.wait(6.0)
        assert in_color(told.page.trend, accent).sum() < with_dot - 20

    def test_real_slow_breathing_is_highly_coherent(self, told, physio_1):
        told.beats(physio_1[:200])
        assert told.page.values.coherence._detail == "high"


class TestPage:
    @pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (1920, 1080)])
    def test_everything_fits_without_scrolling(self, open_page, light, breathing, width, height):
        told = open_page(light, width, height)
        told.connected()
        told.beats(breathing(10))
        told.page.consume([Contact(told.commands.t, False), DISK_FULL, Battery(0.0, 15)])
        QApplication.processEvents()
        assert (told.page.width(), told.page.height()) == (width, height)
        scroll = told.page._scroll
        assert scroll.widget().height() <= scroll.viewport().height()

    def test_below_1200_the_values_move_under_the_plot(self, open_page, light):
        told = open_page(light, page_module.NARROW_PX - 40, 1000)
        values, plot = told.page.values, told.page.tachogram_panel
        assert values.y() > plot.y() + plot.height() - 1
        assert values.width() == plot.width()
        told.page.resize(1440, 900)
        QApplication.processEvents()
        assert values.x() > plot.x() + plot.width()
        assert values.width() == 304

    def test_the_clock_counts_the_session_and_pauses_lengthen_the_plan(self, told):
        told.wait(61.0, step=1.0)
        told.page.consume([Paused(30.0), Resumed(45.0)])
        assert told.page.top_bar.clock.accessibleName() == "Session clock 1:01 of 10:15"

    def test_after_the_end_nothing_can_be_marked(self, told, qtbot):
        told.page.consume([Ended(5.0)])
        qtbot.keyClick(told.page, Qt.Key.Key_M)
        assert told.commands.asked == []
        assert not told.page.marker_bar.mark.isEnabled()
        told.wait(10.0)
        assert not told.page.notices.isVisible()

    def test_without_a_guide_the_page_says_so(self, open_page, light):
        told = open_page(light)
        told.commands.pacer = None
        told.connected()
        told.wait(0.5)
        assert told.page.values.pacer._unit.text() == "no guide"
        assert not told.page.values.pacer.faster_key.isEnabled()


def test_the_ecg_of_a_strap_appears_with_its_first_sample(told, breathing):
    told.beats(breathing(5))
    assert told.page.ecg is None
    told.page.consume([EcgChunk(1.0, rate_hz=130.0, samples=pack_ecg([0] * 73))])
    assert told.page.ecg is not None
    assert told.page.ecg.isVisibleTo(told.page)
