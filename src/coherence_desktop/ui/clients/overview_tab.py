"""The first tab of a client: who it is, the ceiling, the sessions."""

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from coherence_desktop.ui.clients.about_panel import AboutPanel
from coherence_desktop.ui.clients.ceiling_panel import CeilingPanel
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.end_panel import EndPanel
from coherence_desktop.ui.clients.sessions_panel import SessionsPanel
from coherence_desktop.ui.theme import Theme

_STACKED_BELOW_PX = 1000


class OverviewTab(QWidget):
    """Four panels in two columns.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    today : callable
        The day.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.about = AboutPanel(theme, desk, today)
        self.ceiling = CeilingPanel(theme, desk, today)
        self.sessions = SessionsPanel(theme)
        self.end = EndPanel(theme, desk)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._stacked: bool | None = None
        self.sessions.setMinimumHeight(240)
        self.about.setMinimumHeight(260)
        self._place(stacked=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where there is little room."""
        super().resizeEvent(event)
        self._place(stacked=self.width() < _STACKED_BELOW_PX)

    def _place(self, *, stacked: bool) -> None:
        if stacked is self._stacked:
            return
        self._stacked = stacked
        panels = (self.about, self.ceiling, self.sessions, self.end)
        for number, panel in enumerate(panels):
            place = (number, 0) if stacked else (number % 2, number // 2)
            self._grid.removeWidget(panel)
            self._grid.addWidget(panel, *place)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 0 if stacked else 6)
        for row in range(4):
            self._grid.setRowStretch(row, row == 0 or (stacked and row == 2))
