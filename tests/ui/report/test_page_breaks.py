"""Pages that look right: none nearly empty, small tables whole, one line at the top, one page."""

import re
from datetime import date

import pytest

from coherence_desktop.events import Note
from coherence_desktop.ui.report.choices import Choices, Include, Paper
from coherence_desktop.ui.report.document import Document, Heading, Quote, Table, Words
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.pdf import pdf_bytes
from coherence_desktop.ui.report.pdf_table import column_widths
from coherence_desktop.ui.report.pdf_text import Type, from_right
from coherence_desktop.ui.report.session_report import session_report
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView

pytestmark = pytest.mark.usefixtures("qapp")


def lines(count: int, word: str = "line") -> Words:
    return Words("\n".join(f"{word}{n}" for n in range(count)))


def rows(count: int) -> Table:
    view = TableView((Column("What"),), tuple(Row((Cell(f"row{n}."),)) for n in range(count)))
    return Table(view, "Rows")


def pages(pages_of, *blocks, **kwargs) -> list[str]:
    return pages_of(pdf_bytes(Document("A title", "", blocks, **kwargs), Paper.A4))


def test_a_few_lines_do_not_get_a_page_of_their_own(pages_of):
    made = (pages(pages_of, lines(n)) for n in range(40, 90))
    parted = next(one for one in made if len(one) == 2)
    assert len(re.findall(r"line\d+", parted[1])) > 3


def test_a_small_table_is_not_parted_and_a_long_one_is(pages_of):
    small = pages(pages_of, lines(44), Heading("Totals"), rows(7), lines(30, "more"))
    assert "Totals" not in small[0]
    assert all(f"row{n}." in small[1] for n in range(7))
    long = pages(pages_of, lines(30), Heading("Totals"), rows(40))
    assert "row0." in long[0]
    assert "row39." in long[1]


def test_the_running_head_keeps_to_one_line(pages_of):
    name = " ".join(["Maximiliana-Hildegunde"] * 12)
    found = pages(pages_of, lines(120), running=f"Session report, {name}, 22 May 2026")
    assert "Session report, Max" in found[1]
    assert "22 May 2026" in found[1]
    assert found[1].count("Maximiliana-Hildegunde") < 12


def test_the_day_on_which_it_was_made_stands_at_the_foot(source, exposure, pages_of, parsed):
    report = session_report(source(exposure, today=date(2026, 6, 3)), Choices())
    for page in pages_of(pdf_bytes(report, Paper.LETTER)):
        assert "Made on 3 Jun 2026" in page
    assert parsed(html_page(report)).text.endswith("Made on 3 Jun 2026.")


def test_one_page_is_one_page_that_can_be_read(source, exposure, breathing, wave, pages_of):
    for log in (exposure, breathing(wave)):
        choices = Choices(one_page=True, clinic="Practice at the Park", include={Include.TEXTS})
        pdf = pdf_bytes(session_report(source(log), choices), Paper.LETTER)
        assert len(pages_of(pdf)) == 1


def test_what_no_page_holds_is_not_set_smaller_for_nothing(pages_of):
    text = " ".join(f"word{n}" for n in range(2500))
    one = pages(pages_of, Quote("who", text), one_page=True)
    assert len(one) == len(pages(pages_of, Quote("who", text))) > 1


def test_short_columns_are_as_wide_as_their_words_and_long_ones_share_the_rest():
    columns = tuple(Column(name) for name in ("Signed", "By", "Reason"))
    cells = ("1 April 2026", "Clinician 2", "Because it is safe. " * 40)
    table = Table(TableView(columns, (Row(tuple(map(Cell, cells))),)), "Sign-offs")
    type_ = Type()
    signed, by, reason = column_widths(table, type_, type_.units(480))
    assert signed + by + reason == pytest.approx(type_.units(480))
    assert type_.units(45) < signed < type_.units(80)
    assert reason > 0.6 * type_.units(480)


def test_notes_in_any_script_are_in_the_pdf_and_have_their_direction_in_html(
    source, breathing, wave, pages_of
):
    log = breathing(wave)
    words = ("Заметка", "Łódź", "Ελλάδα")
    log[3:3] = [Note(1.0 + n, text, private=False) for n, text in enumerate(words)]
    report = session_report(source(log), Choices())
    text = " ".join(pages_of(pdf_bytes(report, Paper.A4)))
    for word in words:
        assert word in text
    assert '<p dir="auto">Заметка</p>' in html_page(report)


@pytest.mark.parametrize(
    ("text", "right"),
    [("Sat down.", False), ("هدوء", True), ("12 הנשימה", True), ("12:30", False), ("", False)],
)
def test_what_is_written_from_the_right_begins_there(text, right):
    assert from_right(text) is right
