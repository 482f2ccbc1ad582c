"""Makes a report and writes it to files, each whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

from coherence_desktop.errors import Problem
from coherence_desktop.records.export_files import check_free, write_file
from coherence_desktop.records.keeping.audit import Deed, audit
from coherence_desktop.records.library import Library
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.report.course_report import course_report
from coherence_desktop.ui.report.document import Document
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.library_reading import course_source, session_source
from coherence_desktop.ui.report.pdf import pdf_bytes
from coherence_desktop.ui.report.session_report import session_report

PDF, HTML = ".pdf", ".html"
ENDINGS = (PDF, HTML)
_MOST_LOGO_BYTES = 10_000_000
_LOGO_PX = (1200, 400)

Progress = Callable[[float], None]


class NotALogo(Problem):
    """A file that is no picture which a report could show."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path.name} cannot be the logo: {why}. Choose a PNG or JPEG picture.", path
        )


class NotAReport(Problem):
    """A file name whose ending tells no form that a report has."""

    def __init__(self, path: Path) -> None:
        message = f"{path.name} tells no form of a report. Let its name end in .pdf or .html."
        super().__init__(message, path)


def report_name(session_id: str, *, course: bool, one_page: bool, ending: str) -> str:
    """Name for the file of a report: an id, and nothing about the person."""
    kind = "course" if course else "session"
    form = "summary" if one_page else "report"
    return f"{kind}-{form}-{session_id.lower()}{ending}"


def read_logo(path: Path) -> bytes:
    """Read a picture as PNG, no larger than a report needs, without what else its file tells.

    Raises
    ------
    NotALogo
        If it cannot be read or is no picture.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= _MOST_LOGO_BYTES else b""
    except OSError as error:
        raise NotALogo(path, (error.strerror or "it cannot be read").lower()) from error
    if not raw:
        raise NotALogo(path, "it is empty or over 10 MB")
    image = QImage.fromData(raw)
    if image.isNull():
        raise NotALogo(path, "it is no picture")
    if image.width() > _LOGO_PX[0] or image.height() > _LOGO_PX[1]:
        keep = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(*_LOGO_PX, keep, Qt.TransformationMode.SmoothTransformation)
    for key in image.textKeys():
        image.setText(key, "")
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(store.data())


def make_report(
    library: Library,
    session_id: str,
    files: Sequence[Path],
    choices: Choices,
    *,
    course: bool = False,
    replace: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Make the report of a session, or of the course that it belongs to, and write it.

    A PDF needs a ``QGuiApplication``. Usable from any thread.

    Parameters
    ----------
    library : Library
    session_id : str
    files : sequence of Path
        Each ends in ``.pdf`` or ``.html``.
    choices : Choices
    course : bool
        All sessions of the client.
    replace : bool
        Whether files of these names may be replaced.
    today : date, optional
        The day of the report, up to which days of practice are shown.
    progress : callable, optional
        Is told the share that is done; may raise to stop. Nothing is written then.

    Raises
    ------
    NotAReport, ExportExists, ExportFailed
        If it is not written; what was there before is as it was.
    NoCourse, LibraryProblem
        If there is nothing to report, or it cannot be read.
    """
    for path in files:
        if path.suffix.lower() not in ENDINGS:
            raise NotAReport(path)
        check_free(path, replace=replace)
    tell = progress or _nobody
    tell(0.0)
    day = today or date.today()  # noqa: DTZ011
    if course:
        read = course_source(library, session_id, choices, day)
        document = course_report(read, choices, lambda share: tell(0.6 * share))
    else:
        document = session_report(session_source(library, session_id, choices, day), choices)
    contents: dict[Path, bytes] = {}
    for place, path in enumerate(files):

        def part(share: float, place: int = place) -> None:
            tell(0.6 + 0.4 * (place + share) / len(files))

        contents[path] = _written(document, path, choices, part)
    tell(1.0)
    audit(library, Deed.REPORTED, session_id)
    for path, content in contents.items():
        write_file(path, content, replace=replace)
    return list(contents)


def _written(document: Document, path: Path, choices: Choices, progress: Progress) -> bytes:
    if path.suffix.lower() == PDF:
        return pdf_bytes(document, choices.paper, progress)
    return html_page(document, progress).encode()


def _nobody(_share: float) -> None:
    """Take progress where nobody asks for it."""
