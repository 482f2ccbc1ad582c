"""The strap on today's page: which one, how full, and the way without it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.battery_glyph import BatteryGlyph, battery_words
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapView:
    """What is said of the strap."""

    title: str = "Your strap"
    words: str = "It is looked for when you begin."
    battery_percent: int | None = None
    battery_known: bool = False
    """Whether there is something to say about its charge."""


class StrapPanel(Panel):
    """Which strap, how full.

    Parameters
    ----------
    theme : Theme
    """

    without = Signal()
    """Practise without a strap."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self._title = Label(theme, "", 20, 600)
        self._words = Label(theme, "", 14, token="ink2")
        self._battery = BatteryGlyph(theme)
        self._charge = Label(theme, "", 14, token="ink2")
        self.action = Button(theme, "Practise without it", ButtonKind.TEXT)
        self.action.clicked.connect(self.without)
        self.setFixedHeight(152)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._words)
        head = QHBoxLayout()
        head.setSpacing(16)
        icon = GlyphView(theme, Icon("strap", 30, "accent"))
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(titles, 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._battery)
        foot.addWidget(self._charge)
        foot.addStretch(1)
        foot.addWidget(self.action)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 26, 32, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addStretch(1)
        column.addLayout(foot)
        self.show_strap(StrapView())

    @property
    def words(self) -> str:
        """Everything it says."""
        return f"{self._title.text()}. {self._words.text()} {self._charge.text()}".strip()

    def show_strap(self, view: StrapView) -> None:
        """Say something else."""
        self._title.set_text(view.title)
        self._words.set_text(view.words)
        self._battery.set_percent(view.battery_percent)
        self._battery.setVisible(view.battery_known)
        charge = f"Battery {battery_words(view.battery_percent)}" if view.battery_known else ""
        self._charge.set_text(charge)
        self.setAccessibleName(self.words)
