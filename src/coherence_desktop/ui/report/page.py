"""The page that makes a report: of what, for whom, with what in it, and where to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.records.course import Course
from coherence_desktop.records.export_files import ExportExists
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.forms.file_page import FilePage
from coherence_desktop.ui.report.choices import Choices, Paper
from coherence_desktop.ui.report.job import ReportJob
from coherence_desktop.ui.report.letterhead import Letterhead, keep_letterhead, read_letterhead
from coherence_desktop.ui.report.making import HTML, PDF, read_logo, report_name
from coherence_desktop.ui.report.private_panel import PrivatePanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_ENDINGS = ((PDF,), (HTML,), (PDF, HTML))
_PAPERS = (Paper.A4, Paper.LETTER)
_THERE = "There is such a report in the folder already. Replace it, or choose another folder."
_NO_COURSE = "This session belongs to no client, so that there is no course to report."


def _cancelled() -> Cancelled:
    return Cancelled("The report was cancelled. Nothing was written.")


class ReportPage(FilePage):
    """Makes a report of what `show_job` hands it.

    Parameters
    ----------
    theme : Theme
    settings : QSettings, optional
        Keeps the clinic's name and logo, the paper and the folder.
    """

    reported = Signal(str, list)
    """Id of the session, and the paths of the files that were written."""

    def __init__(
        self, theme: Theme, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            "report",
            go="Make report",
            again="Replace the report that is there",
            done="Open the report",
            parent=parent,
        )
        self._settings = settings
        self._job: ReportJob | None = None
        self._files: list[Path] = []
        self.of = self._choice("Of", ("This session", "All sessions"))
        self.length = self._choice("For", ("The record", "Another provider, one page"))
        self.form = self._choice("As", ("PDF", "HTML", "Both"))
        self.paper = self._choice("Paper", ("A4", "Letter"))
        self.private = PrivatePanel(theme)
        self.clinic = Field(theme, "Clinic", "Stands at the top")
        self.logo = Field(theme, "Logo", "A PNG or JPEG picture")
        self.choose_logo = Button(theme, "Choose")
        self.choose_logo.setAccessibleName("Choose a logo")
        self._show_choices()
        self.of.chosen.connect(lambda index: self.private.set_course(course=index == 1))
        self.choose_logo.clicked.connect(self._ask_logo)
        self.open.clicked.connect(self._open_report)
        self.running.written.connect(self._written)
        self._show_letterhead(read_letterhead(settings))
        self.show_idle()

    @property
    def ready(self) -> bool:
        """Whether there is something to report."""
        return self._job is not None

    def show_job(self, job: ReportJob) -> None:
        """Offer to report something else; nothing private is on."""
        self._job = job
        self.about.set_text(job.about)
        self.of.set_current(0)
        self.of.setEnabled(bool(job.client))
        self.of.setToolTip("" if job.client else _NO_COURSE)
        self.private.show_notes(job.notes, client=bool(job.client))
        self.show_idle()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def letterhead(self) -> Letterhead:
        """What stays for the next report."""
        paper = _PAPERS[self.paper.current]
        return Letterhead(self.clinic.text, self.logo.text, paper, self.folder.text)

    def start(self, *, replace: bool = False) -> None:
        """Make the report as it is chosen."""
        job = self._job
        if job is None or not self.begin():
            return
        choices = self._choices_made()
        if choices is None:
            return
        keep_letterhead(self._settings, self.letterhead)
        course = self.of.current == 1
        self._files = [
            self.into
            / report_name(job.session_id, course=course, one_page=choices.one_page, ending=ending)
            for ending in _ENDINGS[self.form.current]
        ]
        self.set_busy(busy=True)
        self.running.write(
            lambda tell, stops: job.make(
                self._files,
                choices,
                course=course,
                replace=replace,
                progress=Course(tell, stops, _cancelled).at,
            )
        )

    def failed_words(self, problem: Problem) -> tuple[str, bool]:
        """A report that is there can be replaced."""
        there = isinstance(problem, ExportExists)
        return (_THERE if there else problem.message), there

    def _choices_made(self) -> Choices | None:
        """What the report shall contain; ``None`` where the logo cannot be read."""
        try:
            logo = read_logo(Path(self.logo.text).expanduser()) if self.logo.text else b""
        except Problem as problem:
            self.logo.say(problem.message)
            return None
        self.logo.say("")
        return Choices(
            include=self.private.include,
            notes=self.private.chosen_notes,
            one_page=self.length.current == 1,
            paper=_PAPERS[self.paper.current],
            clinic=self.clinic.text,
            logo=logo,
        )

    def _written(self, paths: list[Path]) -> None:
        self.set_busy(busy=False)
        names = " and ".join(path.name for path in paths)
        self.show_written(f"{names} {'is' if len(paths) == 1 else 'are'} in the folder.")
        if self._job is not None:
            self.reported.emit(self._job.session_id, paths)

    def _ask_logo(self) -> None:
        title, kinds = "Choose a logo", "Pictures (*.png *.jpg *.jpeg)"
        chosen, _ = QFileDialog.getOpenFileName(self.window(), title, self.logo.text, kinds)
        if chosen:
            self.logo.set_text(chosen)

    def _open_report(self) -> None:
        if self._files:
            self.open_path(self._files[0])

    def _show_letterhead(self, letterhead: Letterhead) -> None:
        self.clinic.set_text(letterhead.clinic)
        self.logo.set_text(letterhead.logo)
        self.paper.set_current(_PAPERS.index(letterhead.paper))
        self.folder.set_text(str(letterhead.place))

    def _show_choices(self) -> None:
        named = (("Of", self.of), ("For", self.length), ("As", self.form), ("Paper", self.paper))
        what = self.panel("Report", *(self._named(*one) for one in named))
        logo = self.beside(self.logo, self.choose_logo)
        folder = self.beside(self.folder, self.choose_folder)
        head = self.panel("Head and place", self.clinic, logo, folder)
        self.lay_out((what, head), (self.private,), go_right=False)

    def _choice(self, name: str, options: Sequence[str]) -> SegmentedControl:
        return SegmentedControl(self.theme, options, name=name, drawn_height=40, size_px=14)

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
