"""The head of a client's page: who it is, the parts of the chart, and a session to begin."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl


class ClientHead(QWidget):
    """One row over the parts of the chart.

    Parameters
    ----------
    theme : Theme
    tabs : tuple of str
        Names of the parts.
    """

    def __init__(self, theme: Theme, tabs: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Label(theme, "", 28, 500)
        self._about = Label(theme, "", 14, token="ink2")
        self.back = Button(theme, "", ButtonKind.TEXT, glyph=Icon("back", 24, "ink2"))
        self.back.setAccessibleName("Back to the clients")
        self.back.setFixedSize(40, 40)
        self.tabs = SegmentedControl(theme, tabs, name="Part", drawn_height=40, size_px=14)
        self.begin = Button(theme, "Breathing session", cap="Enter")
        self.begin.setFixedWidth(self.begin.sizeHint().width())
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._name)
        titles.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.back)
        row.addLayout(titles, 1)
        row.addWidget(self.tabs)
        row.addSpacing(16)
        row.addWidget(self.begin)

    @property
    def name(self) -> str:
        """Who it is."""
        return self._name.text()

    def show_chart(self, chart: Chart, today: date) -> None:
        """Say who it is."""
        self._name.set_text(chart.name)
        age, ceiling = chart.age(today), chart.ceiling_bpm(today)
        parts = (
            f"{age} years" if age is not None else "",
            f"ceiling {ceiling:.0f} bpm" if ceiling is not None else "no ceiling set",
            "archived" if chart.archived else "",
        )
        self._about.set_text(", ".join(part for part in parts if part))
