"""The first tab of a client: who it is, the ceiling, the sessions."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

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
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        for panels, stretch in (((self.about, self.ceiling), 5), ((self.sessions, self.end), 6)):
            column = QVBoxLayout()
            column.setSpacing(16)
            column.addWidget(panels[0], 1)
            column.addWidget(panels[1])
            self._columns.addLayout(column, stretch)
        self.sessions.setMinimumHeight(240)
        self.about.setMinimumHeight(260)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows get one column."""
        return QSize(400, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if stacked else across)
