"""How a setting is laid out: what it is, what it does, and what sets it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.rule import Rule

WIDTH_PX = 776
MARGIN_PX = 32


class SettingsPanel(Panel):
    """Settings one under the other, with rules between them.

    Parameters
    ----------
    theme : Theme
    rows : sequence of (str, str or Label, QWidget)
        Name, words about it, and the control of each.
    """

    def __init__(
        self,
        theme: Theme,
        rows: Sequence[tuple[str, str | Label, QWidget]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setMaximumWidth(WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        for number, (name, words, control) in enumerate(rows):
            if number:
                column.addWidget(Rule(theme))
            column.addWidget(setting_row(theme, name, words, control))


def setting_row(theme: Theme, name: str, words: str | Label, control: QWidget) -> QWidget:
    """Lay out one setting: its name over a line of words, and the control at the right."""
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(Label(theme, name, 16, 600))
    text.addWidget(quiet(theme, words) if isinstance(words, str) else words)
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(MARGIN_PX, 20, MARGIN_PX, 20)
    row.setSpacing(24)
    row.addLayout(text, 1)
    row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return held


def quiet(theme: Theme, words: str) -> Label:
    """Words under the name of a setting."""
    return Label(theme, words, 14, token="ink2", wrap=True)


def section(theme: Theme, heading: str, parts: Sequence[QWidget | None]) -> QVBoxLayout:
    """Lay out a heading and a panel of parts; ``None`` is a rule between two."""
    panel = Panel(theme, PATIENT_RADIUS)
    inside = QVBoxLayout(panel)
    inside.setContentsMargins(0, 8, 0, 8)
    inside.setSpacing(0)
    for part in parts:
        inside.addWidget(Rule(theme) if part is None else part)
    column = QVBoxLayout()
    column.setSpacing(16)
    column.addWidget(Label(theme, heading, 20, 600))
    column.addWidget(panel)
    return column
