"""The page that makes a report: of what, for whom, with what in it, and where to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.records.course import Course
from coherence_desktop.records.export_files import ExportExists
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.job import FileJob
from coherence_desktop.ui.report.choices import Choices, Paper
from coherence_desktop.ui.report.job import ReportJob
from coherence_desktop.ui.report.letterhead import Letterhead, keep_letterhead, read_letterhead
from coherence_desktop.ui.report.making import HTML, PDF, read_logo, report_name
from coherence_desktop.ui.report.private_panel import PrivatePanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.progress_bar import ProgressBar
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_STACKED_BELOW_PX = 1000
_ENDINGS = ((PDF,), (HTML,), (PDF, HTML))
_PAPERS = (Paper.A4, Paper.LETTER)
_THERE = "There is such a report in the folder already. Replace it, or choose another folder."
_NO_COURSE = "This session belongs to no client, so that there is no course to report."


def _cancelled() -> Cancelled:
    return Cancelled("The report was cancelled. Nothing was written.")


class ReportPage(Page):
    """Makes a report of what `show_job` hands it.

    Parameters
    ----------
    theme : Theme
    settings : QSettings, optional
        Keeps the clinic's name and logo, the paper and the folder.
    """

    back_requested = Signal()
    reported = Signal(str, list)
    """Id of the session, and the paths of the files that were written."""

    def __init__(
        self, theme: Theme, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Report")
        self._settings = settings
        self._job: ReportJob | None = None
        self._files: list[Path] = []
        self.running = FileJob(self)
        self._about = Label(theme, "", 14, 400, "ink2")
        self.back = Button(theme, "back", ButtonKind.QUIET, cap="Esc", cap_first=True)
        self.back.setAccessibleName("Back")
        self.of = self._choice("Of", ("This session", "All sessions"))
        self.length = self._choice("For", ("The record", "Another provider, one page"))
        self.form = self._choice("As", ("PDF", "HTML", "Both"))
        self.paper = self._choice("Paper", ("A4", "Letter"))
        self.private = PrivatePanel(theme)
        self.clinic = Field(theme, "Clinic", "Stands at the top")
        self.logo = Field(theme, "Logo", "A PNG picture")
        self.folder = Field(theme, "Folder")
        self.choose_logo = Button(theme, "Choose")
        self.choose_logo.setAccessibleName("Choose a logo")
        self.choose_folder = Button(theme, "Choose")
        self.choose_folder.setAccessibleName("Choose a folder")
        self.go = Button(theme, "Make report", ButtonKind.PRIMARY, cap="Ctrl Enter", height=48)
        self.cancel = Button(theme, "Cancel", cap="Esc", height=48)
        self.bar = ProgressBar(theme, "Progress of the report")
        self.problem = Notice(theme, radius=12)
        self.replace = Button(theme, "Replace")
        self.replace.setAccessibleName("Replace the report that is there")
        self.problem.add_action(self.replace)
        self.result = Notice(theme, radius=12, good=True)
        self.open = Button(theme, "Open")
        self.open.setAccessibleName("Open the report")
        self.result.add_action(self.open)
        self._lay_out()
        self._connect()
        self._show_letterhead(read_letterhead(settings))
        self._idle()

    def show_job(self, job: ReportJob) -> None:
        """Offer to report something else; nothing private is on."""
        self._job = job
        self._about.set_text(job.about)
        self.of.set_current(0)
        self.of.setEnabled(bool(job.client))
        self.of.setToolTip("" if job.client else _NO_COURSE)
        self.private.show_notes(job.notes, client=bool(job.client))
        if not self.running.runs:
            self._idle()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def letterhead(self) -> Letterhead:
        """What stays for the next report."""
        paper = _PAPERS[self.paper.current]
        return Letterhead(self.clinic.text, self.logo.text, paper, self.folder.text)

    def start(self, *, replace: bool = False) -> None:
        """Make the report as it is chosen."""
        job = self._job
        if job is None or self.running.runs:
            return
        if not self.folder.text:
            self.folder.say("Name a folder.")
            return
        self.folder.say("")
        self.problem.set_text(None)
        self.result.set_text(None)
        self.replace.hide()
        try:
            logo = read_logo(Path(self.logo.text).expanduser()) if self.logo.text else b""
        except Problem as problem:
            self.logo.say(problem.message)
            return
        self.logo.say("")
        keep_letterhead(self._settings, self.letterhead)
        course, one_page = self.of.current == 1, self.length.current == 1
        folder = Path(self.folder.text).expanduser()
        self._files = [
            folder / report_name(job.session_id, course=course, one_page=one_page, ending=ending)
            for ending in _ENDINGS[self.form.current]
        ]
        choices = Choices(
            include=self.private.include,
            notes=self.private.chosen_notes,
            one_page=one_page,
            paper=_PAPERS[self.paper.current],
            clinic=self.clinic.text,
            logo=logo,
        )
        self.bar.set_share(0.0)
        self._set_busy(busy=True)
        self.running.write(
            lambda tell, stops: job.make(
                self._files,
                choices,
                course=course,
                replace=replace,
                progress=Course(tell, stops, _cancelled).at,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter makes it; Esc cancels one that is being made, otherwise it goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand one below the other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        kind = QBoxLayout.Direction
        self._columns.setDirection(kind.TopToBottom if stacked else kind.LeftToRight)

    def _choice(self, name: str, options: Sequence[str]) -> SegmentedControl:
        return SegmentedControl(self.theme, options, name=name, drawn_height=40, size_px=14)

    def _show_letterhead(self, letterhead: Letterhead) -> None:
        self.clinic.set_text(letterhead.clinic)
        self.logo.set_text(letterhead.logo)
        self.paper.set_current(_PAPERS.index(letterhead.paper))
        self.folder.set_text(str(letterhead.place))

    def _leave(self) -> None:
        if self.running.runs:
            self.cancel.setEnabled(False)
            self.running.cancel()
        else:
            self.back_requested.emit()

    def _written(self, paths: list[Path]) -> None:
        self._set_busy(busy=False)
        names = " and ".join(path.name for path in paths)
        self.result.set_text(f"{names} {'is' if len(paths) == 1 else 'are'} in the folder.")
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._job is not None:
            self.reported.emit(self._job.session_id, paths)

    def _cancelled(self) -> None:
        self._set_busy(busy=False)
        self.problem.set_text("The report was cancelled. Nothing was written.")

    def _failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        there = isinstance(problem, ExportExists)
        self.replace.setVisible(there)
        self.problem.set_text(_THERE if there else problem.message)

    def _idle(self) -> None:
        self.problem.set_text(None)
        self.result.set_text(None)
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        for panel in self._panels:
            panel.setEnabled(not busy)
        for one in (self.bar, self.cancel):
            one.setVisible(busy)
        self.cancel.setEnabled(busy)
        self.go.setVisible(not busy)
        self.go.setEnabled(self._job is not None)
        if busy:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_folder(self) -> None:
        title = "Choose a folder"
        chosen = QFileDialog.getExistingDirectory(self.window(), title, self.folder.text)
        if chosen:
            self.folder.set_text(chosen)

    def _ask_logo(self) -> None:
        title, kinds = "Choose a logo", "Pictures (*.png)"
        chosen, _ = QFileDialog.getOpenFileName(self.window(), title, self.logo.text, kinds)
        if chosen:
            self.logo.set_text(chosen)

    def _open(self) -> None:
        if self._files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0])))

    def _connect(self) -> None:
        self.back.clicked.connect(self._leave)
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_logo.clicked.connect(self._ask_logo)
        self.go.clicked.connect(lambda: self.start())
        self.replace.clicked.connect(lambda: self.start(replace=True))
        self.cancel.clicked.connect(self._leave)
        self.open.clicked.connect(self._open)
        self.of.chosen.connect(lambda index: self.private.set_course(course=index == 1))
        self.running.progressed.connect(self.bar.set_share)
        self.running.written.connect(self._written)
        self.running.cancelled.connect(self._cancelled)
        self.running.failed.connect(self._failed)

    def _lay_out(self) -> None:
        named = (("Of", self.of), ("For", self.length), ("As", self.form), ("Paper", self.paper))
        what = self._panel("Report", *(self._named(*one) for one in named))
        logo = self._beside(self.logo, self.choose_logo)
        folder = self._beside(self.folder, self.choose_folder)
        head = self._panel("Head and place", self.clinic, logo, folder)
        self._panels: tuple[QWidget, ...] = (what, head, self.private)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.go)
        below.addWidget(self.bar, 1)
        below.addWidget(self.cancel)
        below.addStretch(0)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(16)
        right.setSpacing(16)
        left.addWidget(what)
        left.addWidget(head)
        left.addLayout(below)
        left.addWidget(self.problem)
        left.addWidget(self.result)
        left.addStretch(1)
        right.addWidget(self.private)
        right.addStretch(1)
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.setContentsMargins(32, 0, 32, 32)
        self._columns.setSpacing(16)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.theme, "Report", 20, 500))
        words.addWidget(self._about)
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(32, 16, 32, 16)
        line.addLayout(words, 1)
        line.addWidget(self.back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(ScrollArea(self.theme, content), 1)

    def _named(self, name: str, control: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        label = Label(self.theme, name, 14, token="ink2")
        label.setMinimumWidth(56)
        line.addWidget(label)
        line.addWidget(control)
        line.addStretch(1)
        return row

    def _beside(self, field: QWidget, button: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(12)
        line.addWidget(field, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _panel(self, title: str, *parts: QWidget) -> Panel:
        panel = Panel(self.theme)
        column = QVBoxLayout(panel)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(0)
        column.addWidget(Label(self.theme, title, 16, 600))
        column.addSpacing(4)
        for part in parts:
            column.addWidget(part)
        return panel
