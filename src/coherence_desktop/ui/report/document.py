"""A report before it is a PDF or a page of HTML: headings, words, facts, tables and figures."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from coherence_desktop.ui.report.drawing import Drawing
from coherence_desktop.ui.review.views import TableView
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.dates import short_date

FOOT = "Training and research tool, not a medical device. It diagnoses nothing."


CARE = "Read with care: more than 5 % of beats were corrected."
"""What the diamond beside a value says."""


class Manner(StrEnum):
    """How words are set."""

    BODY = "body"
    QUIET = "quiet"
    NOTICE = "notice"
    """Something that the rest has to be read with."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``level`` 2 for a part of the report, 3 within it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; its lines stay lines."""

    text: str
    manner: Manner = Manner.BODY


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody wrote, and whose they are."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; where it has no rows, the words in its place.

    ``shares`` are the widths of the columns as shares of the whole, where their words are not to
    decide.
    """

    view: TableView
    caption: str
    shares: tuple[float, ...] = ()
    titled: bool = True
    """Whether its caption is seen; a heading right above it may say the same."""

    @property
    def marked(self) -> bool:
        """Whether a value of it is to be read with care."""
        levels = (cell.level for row in self.view.rows for cell in row.cells)
        return QualityLevel.CARE in levels


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its title, and what it shows for those who do not see it."""

    drawing: Drawing
    title: str
    says: str


Block = Heading | Words | Quote | Facts | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    running: str = ""
    """What stands at the top of every page but the first."""
    clinic: str = ""
    logo: bytes = field(default=b"", repr=False)
    """A PNG; empty for none."""
    made: date | None = None
    """The day on which it was made."""
    foot: str = FOOT
    one_page: bool = False
    """Set smaller, as far as it can still be read, to stand on one page."""

    @property
    def made_words(self) -> str:
        """When it was made, for its foot; empty if that is not told."""
        return f"Made on {short_date(self.made, year=True)}" if self.made is not None else ""
