"""Sessions as files: which formats, where to, with or without names; how far it is."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.records.export import (
    ExportExists,
    ExportFormat,
    ExportOptions,
    export_sessions,
)
from coherence_desktop.ui.export.format_row import WORDS, FormatRow
from coherence_desktop.ui.export.source import ExportJob
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.job import FileJob
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.progress_bar import ProgressBar
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_STACKED_BELOW_PX = 1000
_BIDS_FOLDER = "BIDS"
_NAMES = "Write the client's name or code, in files and their names."
_NO_NAMES = "There is no client to name."
_THERE = "These files are in the folder already. Replace them, or choose another folder."
_PRIVATE = "Write the words of private notes and of answers. JSON holds them in any case."


class ExportPage(Page):
    """Writes what `show_job` hands it into files.

    Parameters
    ----------
    theme : Theme
    folder : Path, optional
        Where to write at first; the documents folder without.
    """

    back_requested = Signal()
    exported = Signal(list, list)
    """Files were written: their paths, and the names of the formats."""
    folder_chosen = Signal(object)
    """An export went into this folder; its `Path`."""

    def __init__(
        self, theme: Theme, folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Export")
        self._job: ExportJob | None = None
        self._into: Path | None = None
        self.running = FileJob(self)
        self._title = Label(theme, "Export", 20, 500)
        self._about = Label(theme, "", 14, 400, "ink2")
        self.back = Button(theme, "back", ButtonKind.QUIET, cap="Esc", cap_first=True)
        self.back.setAccessibleName("Back")
        self.rows = {to: FormatRow(theme, *words) for to, words in WORDS.items()}
        self.folder = Field(theme, "Folder")
        self.folder.set_text(str(folder or _documents()))
        self.choose = Button(theme, "Choose")
        self.choose.setAccessibleName("Choose a folder")
        self.names = FormatRow(theme, "Names", _NAMES)
        self.private = FormatRow(theme, "Private notes", _PRIVATE)
        self.go = Button(theme, "Export", ButtonKind.PRIMARY, cap="Ctrl Enter", height=48)
        self.cancel = Button(theme, "Cancel", cap="Esc", height=48)
        self.bar = ProgressBar(theme, "Progress of the export")
        self.problem = Notice(theme, radius=12)
        self.replace = Button(theme, "Replace")
        self.replace.setAccessibleName("Replace the files that are there")
        self.problem.add_action(self.replace)
        self.result = Notice(theme, radius=12, good=True)
        self.show_folder = Button(theme, "Open folder")
        self.result.add_action(self.show_folder)
        self.rows[ExportFormat.CSV].switch.setChecked(True)
        self._lay_out()
        self._connect()
        self._idle()

    @property
    def formats(self) -> list[ExportFormat]:
        """The formats that are chosen."""
        return [to for to, row in self.rows.items() if row.switch.isChecked()]

    def show_job(self, job: ExportJob) -> None:
        """Offer to export something else; a running export goes on and is told of."""
        self._job = job
        self._about.set_text(job.about)
        self.names.switch.setChecked(False)
        self.names.switch.setEnabled(bool(job.client))
        self.names.set_words(_NAMES if job.client else _NO_NAMES)
        self.private.switch.setChecked(False)
        if not self.running.runs:
            self._idle()
        self.rows[ExportFormat.BIDS].switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter exports; Esc cancels a running export, otherwise it goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        else:
            super().keyPressEvent(event)

    def start(self, *, replace: bool = False) -> None:
        """Begin the export of what is chosen."""
        if self._job is None or self.running.runs or not self.formats:
            return
        told = self.folder.text
        if not told:
            self.folder.say("Name a folder.")
            return
        self.folder.say("")
        self._into = Path(told).expanduser()
        several = len(self.formats) > 1
        into = {
            to: self._into / _BIDS_FOLDER if several and to is ExportFormat.BIDS else self._into
            for to in self.formats
        }
        options = ExportOptions(
            names=self.names.switch.isChecked(), private_notes=self.private.switch.isChecked()
        )
        self.problem.set_text(None)
        self.result.set_text(None)
        self.bar.set_share(0.0)
        self._set_busy(busy=True)
        sessions = self._job.sessions
        self.running.write(
            lambda tell, stops: export_sessions(
                into, sessions, options, replace=replace, progress=tell, cancelled=stops
            )
        )

    def _leave(self) -> None:
        if self.running.runs:
            self._cancel()
        else:
            self.back_requested.emit()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.running.cancel()

    def _written(self, paths: list[Path]) -> None:
        self._set_busy(busy=False)
        files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
        self.result.set_text(f"{files} in {self._into}.")
        self.show_folder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.exported.emit(paths, [str(to) for to in self.formats])
        self.folder_chosen.emit(self._into)

    def _cancelled(self) -> None:
        self._set_busy(busy=False)
        self.replace.hide()
        self.problem.set_text("The export was cancelled. Nothing was written.")

    def _failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        there = isinstance(problem, ExportExists)
        self.replace.setVisible(there)
        self.problem.set_text(_THERE if there else problem.message)
        self.problem.setToolTip(problem.message)

    def _idle(self) -> None:
        self.problem.set_text(None)
        self.result.set_text(None)
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        for panel in self._choices:
            panel.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(busy)
        self.go.setVisible(not busy)
        self.go.setEnabled(bool(self.formats) and self._job is not None)
        if busy:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.window(), "Choose a folder", self.folder.text
        )
        if chosen:
            self.folder.set_text(chosen)

    def _open_folder(self) -> None:
        if self._into is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._into)))

    def _connect(self) -> None:
        self.back.clicked.connect(self._leave)
        self.choose.clicked.connect(self._choose_folder)
        self.go.clicked.connect(lambda: self.start())
        self.cancel.clicked.connect(self._cancel)
        self.replace.clicked.connect(lambda: self.start(replace=True))
        self.show_folder.clicked.connect(self._open_folder)
        for row in self.rows.values():
            row.switch.toggled.connect(lambda: self.go.setEnabled(bool(self.formats)))
        self.running.progressed.connect(self.bar.set_share)
        self.running.written.connect(self._written)
        self.running.cancelled.connect(self._cancelled)
        self.running.failed.connect(self._failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand one below the other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        kind = QBoxLayout.Direction
        self._columns.setDirection(kind.TopToBottom if stacked else kind.LeftToRight)

    def _lay_out(self) -> None:
        where = QWidget()
        line = QHBoxLayout(where)
        line.setContentsMargins(0, 4, 0, 8)
        line.setSpacing(12)
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        formats = self._panel("Formats", *self.rows.values())
        rest = self._panel("Where and what", where, self.names, self.private)
        self._choices = (formats, rest)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.go)
        below.addWidget(self.bar, 1)
        below.addWidget(self.cancel)
        below.addStretch(0)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(rest)
        right.addLayout(below)
        right.addWidget(self.problem)
        right.addWidget(self.result)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(formats)
        left.addStretch(1)
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.setContentsMargins(32, 0, 32, 32)
        self._columns.setSpacing(16)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        top = QWidget()
        head = QHBoxLayout(top)
        head.setContentsMargins(32, 16, 32, 16)
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self.back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(ScrollArea(self.theme, content), 1)

    def _panel(self, title: str, *parts: QWidget) -> Panel:
        panel = Panel(self.theme)
        column = QVBoxLayout(panel)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(0)
        column.addWidget(Label(self.theme, title, 16, 600))
        column.addSpacing(4)
        for part in parts:
            column.addWidget(part)
        return panel


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place)) / "Coherence Desktop"
