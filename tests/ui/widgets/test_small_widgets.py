"""Chips, badges, bars, batteries, labels and notices say what they show, in words as well."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.resources import assets
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.battery_glyph import Battery, BatteryGlyph, battery_words
from coherence_desktop.ui.widgets.chip import Chip
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Dot, Icon, tinted
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.quality_badge import QualityBadge, QualityLevel
from coherence_desktop.ui.widgets.rings import Rings
from coherence_desktop.ui.widgets.signal_bars import SignalBars, SignalStrength

ICONS = sorted(path.stem for path in assets("icons").glob("*.svg"))


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (None, QualityLevel.ABSENT),
        (0.0, QualityLevel.CLEAN),
        (0.99, QualityLevel.CLEAN),
        (1.0, QualityLevel.FAIR),
        (5.0, QualityLevel.FAIR),
        (5.01, QualityLevel.CARE),
    ],
)
def test_quality_follows_the_share_of_corrected_beats(percent, level) -> None:
    assert QualityLevel.of(percent) is level


def test_every_quality_level_has_a_form_of_its_own(theme: Theme, picture_of, qapp) -> None:
    pictures = [picture_of(QualityBadge(theme, level)) for level in QualityLevel]
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])


def test_a_badge_tells_its_level_and_the_counts(theme: Theme, qapp) -> None:
    badge = QualityBadge(theme)
    badge.set_quality(QualityLevel.FAIR, "3 of 120 beats corrected: 2 missed, 1 extra.")
    assert badge.accessibleName() == "Data quality: fair"
    assert "2 missed" in badge.accessibleDescription()
    assert "2 missed" in badge.toolTip()


@pytest.mark.parametrize(
    ("rssi_dbm", "word"),
    [(None, "not known yet"), (-50, "strong"), (-67, "strong"), (-75, "fair"), (-95, "weak")],
)
def test_signal_strength_is_a_word(rssi_dbm, word) -> None:
    assert SignalStrength.of(rssi_dbm) == word


def test_signal_bars_name_their_strength(theme: Theme, qapp) -> None:
    bars = SignalBars(theme, SignalStrength.FAIR)
    bars.set_strength(SignalStrength.WEAK)
    assert bars.accessibleName() == "Signal weak"


@pytest.mark.parametrize(
    ("percent", "words"),
    [(None, "not known yet"), (80, "80 %"), (20, "20 %, low"), (0, "0 %, low")],
)
def test_a_battery_is_low_in_words(percent, words) -> None:
    assert battery_words(percent) == words


def test_an_unknown_battery_looks_unlike_an_empty_one(theme: Theme, picture_of, qapp) -> None:
    unknown, empty = BatteryGlyph(theme), BatteryGlyph(theme, 0)
    assert picture_of(unknown) != picture_of(empty)
    unknown.set_percent(0)
    assert picture_of(unknown) == picture_of(empty)
    assert unknown.accessibleName() == "Battery 0 %, low"


def test_each_coherence_level_has_its_number_of_rings(theme: Theme, picture_of, qapp) -> None:
    pictures = [picture_of(Rings(theme, level)) for level in range(4)]
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])
    assert Rings(theme, 3).accessibleName() == "Coherence high"


def test_news_on_a_chip_is_seen_and_said(theme: Theme, picture_of, qapp) -> None:
    chip = Chip(theme, Icon("strap", 20), "Polar H10, in contact", Battery(80), "80 %")
    assert chip.accessibleName() == "Polar H10, in contact 80 %"
    chip.set_parts((Icon("strap", 20), "Strap lost contact 4 s ago"), note=True)
    assert chip.note
    chip.resize(chip.sizeHint())
    middle_of_edge = picture_of(chip).pixelColor(chip.width() // 2, 2)
    assert middle_of_edge.name() == theme.tokens.note_soft.lower()


def test_a_chip_that_says_the_same_is_not_laid_out_again(theme: Theme, qapp) -> None:
    chip = Chip(theme, Dot(), "Recording")
    before = chip.sizeHint()
    chip.set_parts((Dot(), "Recording"))
    assert chip.sizeHint() == before


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_drawn_in_the_wanted_colour(name: str, qapp) -> None:
    image = tinted(name, "#1a675e", 24, 2.0).toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors == {"#1a675e"}


def test_a_glyph_in_a_layout_keeps_its_size(theme: Theme, qapp) -> None:
    view = GlyphView(theme, Icon("heart", 32), "Heart")
    assert (view.sizeHint().width(), view.sizeHint().height()) == (32, 32)
    assert view.accessibleName() == "Heart"


def test_a_key_cap_is_named_by_its_key(theme: Theme, qapp) -> None:
    assert KeyCap(theme, "F5").accessibleName() == "Key F5"


class TestLabel:
    def test_lines_have_the_height_of_the_type_scale(self, theme: Theme, qapp) -> None:
        label = Label(theme, "Moisten the electrodes. " * 6, 14, wrap=True)
        lines = label.heightForWidth(200) / 20
        assert lines == int(lines)
        assert lines > 3

    def test_it_breaks_where_it_is_told_to(self, theme: Theme, qapp) -> None:
        assert Label(theme, "Too far away.\nCome closer.", wrap=True).heightForWidth(900) == 40

    def test_a_long_line_is_cut_with_dots_and_not_squeezed(
        self, theme: Theme, picture_of, qtbot
    ) -> None:
        label = Label(theme, "A strap with quite a long name", 20, 600)
        qtbot.addWidget(label)
        label.resize(100, 28)
        metrics = QFontMetricsF(label.font())
        cut = metrics.elidedText(label.text(), Qt.TextElideMode.ElideRight, 100)
        wanted = Label(theme, cut, 20, 600)
        qtbot.addWidget(wanted)
        wanted.resize(100, 28)
        assert cut.endswith("…")
        assert picture_of(label) == picture_of(wanted)


class TestNotice:
    def test_without_words_it_is_not_there(self, theme: Theme, shown) -> None:
        window = QWidget()
        column = QVBoxLayout(window)
        notice = Notice(theme)
        column.addWidget(notice)
        shown(window, 500, 200)
        assert not notice.isVisible()
        notice.set_text("The disk is full. Free some space; what was saved before is safe.")
        assert notice.isVisible()
        assert notice.accessibleName().startswith("The disk is full.")
        notice.set_text(None)
        assert not notice.isVisible()
