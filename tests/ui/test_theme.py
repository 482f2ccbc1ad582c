"""The theme: readable in both palettes, and told once when it changes."""

import pytest
from PySide6.QtGui import QColor, QFont

from coherence_desktop.ui.theme import DARK, LIGHT, Theme, Tokens

READ_ON_SURFACE = ("ink", "ink2", "ink3", "accent", "heart", "breath", "distress", "note")


def luminance(name: str) -> float:
    color = QColor(name)
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize("token", READ_ON_SURFACE)
    @pytest.mark.parametrize("ground", ["surface", "ground"])
    def test_text_can_be_read(self, tokens: Tokens, token: str, ground: str) -> None:
        assert contrast(getattr(tokens, token), getattr(tokens, ground)) >= 4.5

    @pytest.mark.parametrize(
        ("text", "fill"),
        [
            ("on_accent", "accent"),
            ("note", "note_soft"),
            ("ink", "accent_soft"),
            ("ink2", "accent_soft"),
            ("client_word", "client_ground"),
            ("client_quiet", "client_ground"),
        ],
    )
    def test_text_on_fills_can_be_read(self, tokens: Tokens, text: str, fill: str) -> None:
        assert contrast(getattr(tokens, text), getattr(tokens, fill)) >= 4.5

    def test_borders_of_controls_can_be_seen(self, tokens: Tokens) -> None:
        assert contrast(tokens.edge, tokens.surface) >= 3.0
        assert contrast(tokens.edge, tokens.ground) >= 3.0


def test_changing_the_palette_is_told_once(qtbot) -> None:
    theme = Theme()
    told = []
    theme.changed.connect(lambda: told.append(theme.dark))
    theme.set_dark(True)
    theme.set_dark(True)
    assert told == [True]
    assert theme.color("ground") == QColor(DARK.ground)


def test_figures_are_tabular(qapp) -> None:
    font = Theme().font(28, 600)
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert font.pixelSize() == 28
    assert font.weight() == QFont.Weight.DemiBold


def test_large_words_stand_closer(qapp) -> None:
    theme = Theme()
    assert theme.font(14).letterSpacing() == 0
    assert theme.font(28).letterSpacing() == pytest.approx(-0.28, abs=0.02)
    assert theme.font(40).letterSpacing() == pytest.approx(-0.8, abs=0.02)
