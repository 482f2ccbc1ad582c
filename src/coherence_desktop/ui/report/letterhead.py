"""What stays from one report to the next: the clinic's name and logo, paper and folder."""

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QSettings

from coherence_desktop.ui.forms.file_page import documents
from coherence_desktop.ui.report.choices import Paper

_GROUP = "report"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """As it was last chosen."""

    clinic: str = ""
    logo: str = ""
    """Path of a picture; empty for none."""
    paper: Paper = Paper.A4
    folder: str = ""

    @property
    def place(self) -> Path:
        """Where reports are written to; the documents folder if none was chosen."""
        return Path(self.folder) if self.folder else documents()


def read_letterhead(settings: QSettings | None) -> Letterhead:
    """Read it from a settings file; what is not understood counts as not set."""
    if settings is None:
        return Letterhead()
    kept = {
        field.name: str(settings.value(f"{_GROUP}/{field.name}", "") or "")
        for field in fields(Letterhead)
    }
    paper = kept["paper"] if kept["paper"] in tuple(Paper) else Paper.A4
    return Letterhead(kept["clinic"], kept["logo"], Paper(paper), kept["folder"])


def keep_letterhead(settings: QSettings | None, letterhead: Letterhead) -> None:
    """Keep it in a settings file."""
    if settings is not None:
        for field in fields(letterhead):
            settings.setValue(f"{_GROUP}/{field.name}", str(getattr(letterhead, field.name)))
