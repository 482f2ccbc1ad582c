"""The PDF: all words found again, fonts embedded, pages that break where they should."""

import re

import numpy as np
import pytest
from PySide6.QtGui import QPainter

from coherence_desktop.ui.report.choices import Choices, Include, Paper
from coherence_desktop.ui.report.document import Document, Quote, Table
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.making import read_logo
from coherence_desktop.ui.report.pdf import pdf_bytes
from coherence_desktop.ui.report.pdf_pages import Piece, paginate
from coherence_desktop.ui.report.session_report import session_report
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView

pytestmark = pytest.mark.usefixtures("qapp")
FOOT = "Training and research tool, not a medical device. It diagnoses nothing."


def plain(text: str) -> str:
    """Without spaces: a PDF has lines, not sentences."""
    return re.sub(r"\s", "", text)


def piece(height: float, name: str = "", **kwargs) -> Piece:
    def draw(painter: QPainter, x: float, y: float) -> None:
        raise AssertionError(name)

    return Piece(height, draw, **kwargs)


def test_every_word_of_the_html_is_found_in_the_pdf(source, exposure, pages_of, parsed):
    choices = Choices(include=frozenset(Include), clinic="Practice at the Park")
    document = session_report(source(exposure), choices)
    found = plain(" ".join(pages_of(pdf_bytes(document, Paper.A4))))
    # Long cells are broken over lines and columns; single words stay whole.
    words = set(re.findall(r"[A-Za-z0-9:.]{3,}", parsed(html_page(document)).text))
    for block in document.blocks:
        if isinstance(block, Table) and not block.titled:
            words -= set(
                re.findall(r"\w+", block.caption)
            )  # for those who do not see the heading above
    assert len(words) > 200
    missing = {word for word in words if word not in found}
    assert missing == set()


def test_each_page_has_the_foot_and_its_number(source, exposure, pages_of):
    pages = pages_of(pdf_bytes(session_report(source(exposure), Choices()), Paper.A4))
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert plain(FOOT) in plain(text)
        assert plain(f"Page {number} of {len(pages)}") in plain(text)
    assert all("Session report, Client" in text for text in pages[1:])


def test_fonts_are_embedded(source, exposure, fonts_of):
    fonts = fonts_of(pdf_bytes(session_report(source(exposure), Choices()), Paper.A4))
    assert fonts
    for columns in fonts:
        assert "yes" in columns, columns
        assert columns[columns.index("Identity-H") + 1] == "yes", columns


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_pages_have_the_size_of_the_paper(source, breathing, wave, paper, size):
    pypdf = pytest.importorskip("pypdf")
    import io

    pdf = pdf_bytes(session_report(source(breathing(wave)), Choices()), paper)
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=1.0)


@pytest.mark.parametrize("paper", list(Paper))
def test_the_version_for_another_provider_is_one_page(source, exposure, pages_of, paper, logo):
    choices = Choices(one_page=True, clinic="Practice", logo=read_logo(logo), paper=paper)
    assert len(pages_of(pdf_bytes(session_report(source(exposure), choices), paper))) == 1


def test_title_and_author_of_the_file_tell_no_person(source, exposure):
    choices = Choices(include=frozenset({Include.NAME}))
    pypdf = pytest.importorskip("pypdf")
    import io

    pdf = pdf_bytes(session_report(source(exposure), choices), Paper.A4)
    about = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None
    assert "Mona" not in " ".join(map(str, about.values()))


def test_a_table_over_pages_repeats_its_head(pages_of):
    columns = (Column("Number"), Column("Square", right=True))
    rows = tuple(Row((Cell(f"row {n}"), Cell(str(n * n)))) for n in range(150))
    table = Table(TableView(columns, rows), "Squares")
    pages = pages_of(pdf_bytes(Document("Numbers", "", (table,)), Paper.A4))
    assert len(pages) > 2
    for text in pages[1:]:
        assert "Squares (continued)" in text
        assert "Square" in text
    found = [int(n) for n in re.findall(r"row (\d+)", " ".join(pages))]
    assert found == list(range(150))


def test_a_row_that_is_longer_than_a_page_goes_on_on_the_next(pages_of):
    words = " ".join(f"word{n}" for n in range(3000))
    table = Table(TableView((Column("A"), Column("B")), (Row((Cell("x"), Cell(words))),)), "Long")
    pages = pages_of(pdf_bytes(Document("Long", "", (table, Quote("who", words))), Paper.A4))
    text = " ".join(pages)
    assert [int(n) for n in re.findall(r"word(\d+)", text)].count(2999) == 2


def test_a_heading_is_never_the_last_thing_on_a_page():
    pieces = [piece(60.0), piece(20.0, with_next=True), piece(30.0), piece(10.0)]
    pages = paginate(pieces, 100.0)
    assert [[placed.piece.height for placed in page] for page in pages] == [
        [60.0],
        [20.0, 30.0, 10.0],
    ]


def test_room_above_is_left_out_at_the_top_of_a_page():
    pages = paginate([piece(90.0, before=20.0), piece(50.0, before=20.0)], 100.0)
    assert [placed.y for page in pages for placed in page] == [0.0, 0.0]


def test_a_chain_that_no_page_holds_is_broken():
    pages = paginate([piece(30.0, with_next=True) for _ in range(10)], 100.0)
    assert sum(map(len, pages)) == 10
    for page in pages:
        assert page[-1].y + page[-1].piece.height <= 100.0


def test_making_it_can_be_stopped(source, exposure):
    class StopError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.6:
            raise StopError

    document = session_report(source(exposure), Choices())
    with pytest.raises(StopError):
        pdf_bytes(document, Paper.A4, stop)


def test_progress_only_grows(source, exposure):
    told: list[float] = []
    pdf_bytes(session_report(source(exposure), Choices()), Paper.A4, told.append)
    assert told == sorted(told)
    assert 0.0 <= told[0] < told[-1] <= 1.0


def test_a_report_of_a_day_is_no_larger_and_takes_no_longer_for_each_beat(
    source, breathing, growth
):
    rng = np.random.default_rng(4)
    wave = 60.0 * np.sin(np.arange(100_000) / 7.0)
    rr = 864.0 + wave + rng.normal(0.0, 15.0, 100_000)
    hour, day = source(breathing(rr[:5000])), source(breathing(rr))
    made: dict[str, list[bytes]] = {"hour": [], "day": []}

    def report(of: str, log: object) -> None:
        document = session_report(log, Choices())
        made[of] = [pdf_bytes(document, Paper.A4), html_page(document).encode()]

    times = growth(lambda: report("hour", hour), lambda: report("day", day))
    assert times < 20
    for of_a_day, of_an_hour in zip(made["day"], made["hour"], strict=True):
        assert len(of_a_day) < 2 * len(of_an_hour)
