"""How a client leaves the list: archived, or deleted for good in two steps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Archived, Unarchived
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.switch import Switch


class EndPanel(Panel):
    """Archive, and delete after a second look.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    """

    delete_confirmed = Signal(bool)
    """Delete the chart for good; whether the sessions go too."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Archive or delete")
        self._desk = desk
        self._sessions = 0
        self._words = Label(theme, "", 14, token="ink2", wrap=True)
        self._warning = Label(theme, "", 14, wrap=True)
        self.archive = Button(theme, "Archive")
        self.ask = Button(theme, "Delete for good", ButtonKind.TEXT)
        self.too = Switch(theme, "Delete the sessions too")
        self.keep = Button(theme, "Keep the client")
        self.confirm = Button(theme, "Delete for good", ButtonKind.STOP)
        self._first, self._second = self._first_step(), self._second_step()
        self._stack = QStackedLayout(self)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackOne)
        self._stack.addWidget(self._first)
        self._stack.addWidget(self._second)
        self.archive.clicked.connect(self._archive)
        self.ask.clicked.connect(self._look_again)
        self.keep.clicked.connect(self.go_back)
        self.confirm.clicked.connect(lambda: self.delete_confirmed.emit(self.too.isChecked()))
        desk.changed.connect(self._show)

    @property
    def asking(self) -> bool:
        """Whether the second step is shown."""
        return self._stack.currentWidget() is self._second

    def set_sessions(self, count: int) -> None:
        """Say how many sessions there are."""
        self._sessions = count
        self._show()

    def go_back(self) -> None:
        """Leave the second step."""
        self._stack.setCurrentWidget(self._first)
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_step(self) -> QWidget:
        step = QWidget()
        row = QHBoxLayout(step)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.ask)
        row.addWidget(self.archive)
        return step

    def _second_step(self) -> QWidget:
        step = QWidget()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.too)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.confirm)
        column = QVBoxLayout(step)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._warning)
        column.addLayout(row)
        return step

    def _show(self) -> None:
        chart = self._desk.chart
        archived = chart.archived
        self.archive.set_text("Back to those seen" if archived else "Archive")
        self._words.set_text(
            "Archived: out of the list, with everything kept."
            if archived
            else "Archiving takes the client out of the list and keeps everything."
        )
        lost = f"This deletes the chart of {chart.name}: notes, screening, sign-offs, hierarchy."
        copies = "Back-ups made before, and a library that restoring kept, still hold it."
        stays = ""
        if self._sessions:
            count = f"{self._sessions} sessions" if self._sessions > 1 else "1 session"
            stays = f" {count} can stay in the library, without the name."
        self._warning.set_text(f"{lost} It cannot be brought back. {copies}{stays}")
        self.too.setVisible(self._sessions > 0)

    def _archive(self) -> None:
        kind = Unarchived if self._desk.chart.archived else Archived
        self._desk.add(kind(self._desk.at_utc))

    def _look_again(self) -> None:
        self.too.setChecked(False)
        self._stack.setCurrentWidget(self._second)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
