"""A panel that shows a part of the chart, and shows it anew whenever it changes."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel


class ChartPanel(Panel):
    """A heading, which a subclass names, and what it puts into `column` under it.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    today : callable
        The day.
    """

    heading = ""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(self.heading)
        self.desk, self.today = desk, today
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(8)
        self.column.addWidget(Label(theme, self.heading, 16, 600))
        self.fill()
        desk.changed.connect(self.show_chart)

    def fill(self) -> None:
        """Make the controls, once."""
        raise NotImplementedError

    def show_chart(self) -> None:
        """Show what the chart says now."""
        raise NotImplementedError
