"""The page of HTML stands alone, is marked up for all readers, and takes every word as a word."""

import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QImage

from coherence_desktop.events import Ended, Marker, Note, Phase
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.document import Document, Facts, Heading, Quote, Table, Words
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.making import read_logo
from coherence_desktop.ui.report.session_report import session_report
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y>"


@pytest.fixture
def page(source, exposure) -> str:
    choices = Choices(include=frozenset(Include), clinic="Practice & Partners")
    return html_page(session_report(source(exposure), choices))


def test_it_is_whole_and_needs_nothing_from_elsewhere(page, parsed):
    found = parsed(page)
    assert found.count("script") == found.count("link") == found.count("iframe") == 0
    for tag, attributes in found.tags:
        for name in ("src", "href", "xlink:href", "action"):
            assert not (attributes.get(name) or "data:").startswith(("http", "//")), tag
    assert not re.search(r"url\(|@import|https?:", page)
    assert "default-src 'none'" in page


def test_figures_have_names_and_descriptions(page, parsed):
    found = parsed(page)
    ids = {a["id"] for _, a in found.tags if "id" in a}
    figures = [a for tag, a in found.tags if tag == "svg"]
    assert len(figures) == found.count("figure") == 3
    for attributes in figures:
        assert attributes["role"] == "img"
        assert set(attributes["aria-labelledby"].split()) <= ids


def test_tables_have_captions_and_heads_of_columns_and_rows(page, parsed):
    found = parsed(page)
    assert found.count("table") == found.count("caption") == found.count("thead") > 3
    scopes = {a.get("scope") for tag, a in found.tags if tag == "th"}
    assert scopes == {"col", "row"}
    assert ("html", {"lang": "en"}) in found.tags


def test_levels_of_headings_never_jump(page, parsed):
    levels = [int(tag[1]) for tag, _ in parsed(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_words_of_people_never_become_markup(source, parsed, exposure):
    log = [
        exposure[0],
        Phase(0.0, "breathe", HOSTILE),
        Marker(1.0, HOSTILE),
        Note(2.0, HOSTILE),
        Ended(60.0),
    ]
    choices = Choices(include=frozenset(Include), clinic=HOSTILE)
    found = parsed(html_page(session_report(source(log, name=HOSTILE), choices)))
    assert found.count("script") == found.count("img") == 0
    assert found.text.count("alert(1)") >= 4


def test_every_kind_of_block_is_escaped(parsed):
    columns = (Column(HOSTILE), Column(HOSTILE))
    rows = (Row((Cell(HOSTILE), Cell(HOSTILE))), Row((Cell(HOSTILE), Cell("")), heading=True))
    document = Document(
        title=HOSTILE,
        subtitle=HOSTILE,
        clinic=HOSTILE,
        foot=HOSTILE,
        blocks=(
            Heading(HOSTILE),
            Words(HOSTILE),
            Quote(HOSTILE, HOSTILE),
            Facts(((HOSTILE, HOSTILE),)),
            Table(TableView(columns, rows), HOSTILE),
            Table(TableView(columns, (), HOSTILE), HOSTILE),
        ),
    )
    found = parsed(html_page(document))
    assert found.count("script") == found.count("img") == 0
    assert found.text.count("alert(1)") >= 14


def test_clinic_and_logo_stand_at_the_top_and_the_logo_tells_nothing_else(
    source, parsed, exposure, logo
):
    choices = Choices(clinic="Practice & Partners", logo=read_logo(logo))
    found = parsed(html_page(session_report(source(exposure), choices)))
    image = next(attributes for tag, attributes in found.tags if tag == "img")
    assert image["alt"] == "Logo of Practice & Partners"
    assert image["src"].startswith("data:image/png;base64,")
    assert b"Mona" in logo.read_bytes()
    assert b"Mona" not in choices.logo


def test_a_logo_may_be_a_jpeg_and_is_read_as_png(tmp_path):
    path = tmp_path / "logo.jpg"
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#1A675E"))
    assert image.save(str(path), "JPG")
    assert read_logo(path).startswith(b"\x89PNG")


def test_the_foot_says_what_it_is_not(page, parsed):
    assert parsed(page).text.endswith(
        "Training and research tool, not a medical device. It diagnoses nothing."
    )


def test_it_has_a_dark_look_on_screens_and_a_light_one_on_paper(page):
    assert "@media screen and (prefers-color-scheme:dark)" in page
    assert "@media print" in page
    variables = set(re.findall(r"var\(--([a-z0-9-]+)\)", page))
    defined = set(re.findall(r"--([a-z0-9-]+):#", page))
    assert variables <= defined
