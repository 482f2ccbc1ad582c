"""All sessions of the library, newest first; a filter, Enter opens one, or two side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.delete_bar import DeleteBar
from coherence_desktop.ui.review.filter_field import SessionFilterField, commanding
from coherence_desktop.ui.review.session_entries import (
    SessionEntry,
    SessionFacts,
    sessions_table,
)
from coherence_desktop.ui.review.sessions_foot import SessionsFoot
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.values import counts

ROW_PX = 48
_EDGE_PX = 24
_NONE_YET = "No session yet. Each one appears here as soon as it is recorded."


class SessionsPage(Page):
    """The list of sessions; a pure view that asks its owner for what it lacks.

    Parameters
    ----------
    theme : Theme
    """

    open_requested = Signal(str)
    """Id of the session to review."""
    compare_requested = Signal(str, str)
    """Ids of the marked session and of another, to show side by side."""
    delete_requested = Signal(str)
    """Id of a session that shall be deleted for good, asked twice."""
    facts_wanted = Signal(str)
    """Id of a session that is seen and whose log has not been read; answer with `set_facts`."""
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Sessions")
        self._entries: list[SessionEntry] = []
        self._shown: list[SessionEntry] = []
        self._asked: set[str] = set()
        # Rows that come before the table is laid out are seen only once it is.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(100)
        self._later.timeout.connect(self._ask)
        self._marked = ""
        self._count = Label(theme, "", 14, 400, "ink2")
        self._notice = Notice(theme, radius=12)
        self.filter = SessionFilterField(theme)
        self.table = DataTable(theme, "Sessions, newest first", ROW_PX, picks=True)
        self._foot = SessionsFoot(theme)
        self.open_button, self.delete_button = self._foot.open, self._foot.delete
        self.deleting = DeleteBar(theme)
        self._lay_out()
        self.filter.textChanged.connect(self._filtered)
        self.table.row_chosen.connect(self._open_row)
        self.table.picked.connect(lambda _: self._offer())
        self.table.verticalScrollBar().valueChanged.connect(self._ask)
        self.open_button.clicked.connect(self._open)
        self.delete_button.clicked.connect(self._look_again)
        self.deleting.left.connect(self.stop_deleting)
        self.deleting.confirmed.connect(self.delete_requested)
        self.set_sessions([])

    @property
    def entries(self) -> tuple[SessionEntry, ...]:
        """Sessions that pass the filter, newest first."""
        return tuple(self._shown)

    @property
    def current(self) -> SessionEntry | None:
        """The session that Enter opens."""
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def marked(self) -> str:
        """Id of the marked session; empty for none."""
        return self._marked

    @property
    def count(self) -> str:
        """How many sessions there are, in words."""
        return self._count.text()

    @property
    def news(self) -> str:
        """What is said above the list."""
        return self._notice.text

    def set_sessions(self, entries: Sequence[SessionEntry]) -> None:
        """Show these sessions; what was read of their logs before is kept."""
        known = {entry.id: entry.facts for entry in self._entries}
        kept = [
            entry.with_facts(facts)
            if entry.facts is None and (facts := known.get(entry.id)) is not None
            else entry
            for entry in entries
        ]
        self._entries = sorted(kept, key=lambda entry: entry.started, reverse=True)
        known_ids = {entry.id for entry in self._entries}
        self._asked &= known_ids
        self._marked = self._marked if self._marked in known_ids else ""
        self._filtered()

    def set_facts(self, session_id: str, facts: SessionFacts) -> None:
        """Tell what the log of a session says."""
        self._know(session_id, lambda entry: entry.with_facts(facts))

    def set_unreadable(self, session_id: str, why: str) -> None:
        """Tell that the log of a session cannot be read."""
        self._know(session_id, lambda entry: replace(entry, problem=why))

    def _know(self, session_id: str, learned: Callable[[SessionEntry], SessionEntry]) -> None:
        for entries in (self._entries, self._shown):
            for at, entry in enumerate(entries):
                if entry.id == session_id:
                    entries[at] = learned(entry)
        if self.filter.text().strip():
            self._filtered()
        else:
            self._show_rows()

    def set_problem(self, text: str | None) -> None:
        """Say plainly what went wrong."""
        self._notice.set_text(text)

    def stop_deleting(self) -> None:
        """Put the second look away: the session is kept, or it is gone."""
        self.deleting.hide()
        self._foot.show()
        self.table.setEnabled(True)
        self.filter.setEnabled(True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Space marks, Enter opens, Del deletes, Esc goes back, letters filter."""
        key = event.key()
        if self.deleting.isVisible():
            self.deleting.keyPressEvent(event)
            return
        rows = max(1, self.table.viewport().height() // ROW_PX - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -rows,
            Qt.Key.Key_PageDown: rows,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key in steps:
            at = self.table.currentIndex().row() + steps[Qt.Key(key)]
            self.table.pick(min(max(at, 0), len(self._shown) - 1))
        elif key == Qt.Key.Key_Space:
            self._mark()
        elif key == Qt.Key.Key_Delete:
            self._look_again()
        elif key == Qt.Key.Key_Escape and self._marked:
            self._mark(nothing=True)
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.text().isprintable() and event.text().strip() and not commanding(event):
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filter.insert(event.text())
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keys, and ask for what is seen."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be seen now."""
        super().resizeEvent(event)
        self._ask()

    def _filtered(self) -> None:
        before = self.current
        text = self.filter.text()
        self._shown = [entry for entry in self._entries if entry.matches(text)]
        total, shown = len(self._entries), len(self._shown)
        told = counts(total, "session") if total else ""
        unread = sum(entry.unread for entry in self._entries)
        more = f", {unread} still to be read for their kind" if unread else ""
        self._count.set_text(f"{shown} of {told}{more}" if text and total else told)
        self.open_button.setEnabled(bool(self._shown))
        self.delete_button.setEnabled(bool(self._shown))
        self._show_rows(before.id if before is not None else "")

    def _show_rows(self, current: str = "") -> None:
        at = self.current
        wanted = current or (at.id if at is not None else "")
        text = self.filter.text().strip()
        empty = f"No session has “{text}” in it." if text and self._entries else _NONE_YET
        if text and any(entry.unread for entry in self._entries):
            empty = "Sessions are being read for their kind."
        self.table.show_view(sessions_table(self._shown, empty, self._marked))
        ids = [entry.id for entry in self._shown]
        self.table.pick(ids.index(wanted) if wanted in ids else 0)
        self._offer()
        self._ask()

    def _ask(self) -> None:
        """Ask for sessions that are seen and not known; with a filter for all, for their kind."""
        if not self.isVisible():
            return
        if self.sender() is not self._later:
            self._later.start()
        seen = [self._shown[row] for row in self.table.visible_rows()]
        wanted = [entry for entry in seen if entry.beats]
        if self.filter.text().strip():
            wanted += self._entries
        for entry in wanted:
            if entry.facts is None and entry.id not in self._asked:
                self._asked.add(entry.id)
                self.facts_wanted.emit(entry.id)

    def _mark(self, *, nothing: bool = False) -> None:
        """Mark the current session for a comparison, or take its mark away."""
        entry = self.current
        if nothing or entry is None or entry.id == self._marked:
            self._marked = ""
        else:
            self._marked = entry.id
        self._show_rows()

    def _offer(self) -> None:
        """Say what Enter does now."""
        entry = self.current
        other = bool(self._marked) and entry is not None and entry.id != self._marked
        self.open_button.set_text("Side by side" if other else "Open")

    def _open(self) -> None:
        entry = self.current
        if entry is None:
            return
        if self._marked and entry.id != self._marked:
            self.compare_requested.emit(self._marked, entry.id)
        else:
            self.open_requested.emit(entry.id)

    def _look_again(self) -> None:
        """Ask once more before the current session is deleted; nothing else can be done then."""
        entry = self.current
        if entry is None:
            return
        self._notice.set_text(None)
        self._foot.hide()
        self.table.setEnabled(False)
        self.filter.setEnabled(False)
        self.deleting.ask(entry)

    def _open_row(self, row: int) -> None:
        self.table.pick(row)
        self._open()

    def _lay_out(self) -> None:
        theme = self.theme
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(theme, "Sessions", 28, 500))
        words.addWidget(self._count)
        self.filter.setFixedWidth(360)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignBottom)
        panel = Panel(theme)
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(1, 6, 1, 8)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 32, _EDGE_PX, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(panel, 1)
        column.addWidget(self._foot)
        column.addWidget(self.deleting)
