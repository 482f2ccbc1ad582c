"""Recordings of other programs become sessions of a client, from the client's page."""

import pytest

from coherence_desktop.records.keeping.audit import Deed, audit_entries
from coherence_desktop.records.session_json import SessionHead, to_json
from coherence_desktop.ui.clients.importing import Importing

RR_MS = [800 + 40 * (n % 5) for n in range(120)]


@pytest.fixture
def importing(add, client_page, library):
    """A client's page and what answers its question for files."""

    def make(*paths):
        page = client_page(add("M-1"))
        Importing(page, library, lambda _: list(paths))
        return page

    return make


@pytest.fixture
def rr_text(tmp_path):
    path = tmp_path / "morning.txt"
    path.write_text("".join(f"{rr}\n" for rr in RR_MS))
    return path


def news_of(qtbot, page) -> str:
    panel = page.overview.sessions
    panel.add.click()
    qtbot.waitUntil(panel.add.isEnabled, timeout=5000)
    return panel.news.text()


def test_a_file_becomes_a_session_of_the_client(importing, rr_text, library, qtbot):
    page = importing(rr_text)
    assert news_of(qtbot, page) == "1 session added."
    qtbot.waitUntil(lambda: len(page.overview.sessions.list.rows) == 1)
    (session,) = library.sessions()
    assert (session.client, session.beats, session.source) == (page.client_id, 120, "import")
    noted = [one.about for one in audit_entries(library) if one.what == Deed.IMPORTED]
    assert noted == [session.id]
    assert page.overview.sessions.news.isVisible()


def test_one_file_that_cannot_be_read_keeps_all_out(importing, rr_text, tmp_path, library, qtbot):
    bad = tmp_path / "letter.txt"
    bad.write_text("Dear doctor")
    page = importing(rr_text, bad)
    assert news_of(qtbot, page).startswith("Nothing was added: letter.txt ")
    assert library.sessions() == []
    assert audit_entries(library) == []


def test_an_exported_session_is_not_added_twice(importing, add, record, library, tmp_path, qtbot):
    page = importing(tmp_path / "one.json")
    session_id = record(page.client_id, 5)
    text = to_json(SessionHead(id=session_id, vocabulary=1), library.events(session_id))
    (tmp_path / "one.json").write_bytes(text)
    assert news_of(qtbot, page) == "1 session here already."
    assert len(library.sessions()) == 1


def test_nothing_happens_without_a_file(importing, library, qtbot):
    page = importing()
    assert news_of(qtbot, page) == ""
    assert library.sessions() == []
