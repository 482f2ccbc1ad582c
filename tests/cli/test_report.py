"""The report command: files, what it says, and what it refuses."""

import numpy as np
import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Beat, Ended, Note, Phase, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder

STARTED = Started(
    0.0,
    started_utc="2026-05-22T10:00:00.000000+00:00",
    timezone="UTC",
    utc_offset_s=0,
    app_version="0.1.0",
    source="strap",
)


@pytest.fixture
def library(tmp_path, env):
    """One short session, with or without a client."""

    def make(*, client: bool = True):
        path = tmp_path / "library.db"
        rr = 850.0 + 60.0 * np.sin(np.arange(180) / 2.0)
        t = np.cumsum(rr) / 1000.0
        beats = [Beat(float(a), float(b), float(a)) for a, b in zip(t, rr, strict=True)]
        with Library.create(path, Passphrase(env["COHERENCE_LIBRARY_KEY"])) as opened:
            name = Identified("2026-05-01T08:00:00+00:00", name="Mona Example")
            id_ = Charts(opened).add([name]) if client else ""
            recorder = Recorder(opened, opened.start_session(STARTED, client=id_))
            for event in (Phase(0.0, "breathe"), *beats, Note(60.0, "Sits easily."), Ended(160.0)):
                recorder.add(event)
            assert recorder.close().state == "closed"
        return path

    return make


def test_it_writes_pdf_and_html_without_a_display_and_names_the_files(run, library, tmp_path):
    pdf, html = tmp_path / "out" / "a.pdf", tmp_path / "out" / "a.html"
    ended = run(
        *("report", "last", "--library", library(), "--out", pdf, "--out", html, "--json"),
        DISPLAY="",
        WAYLAND_DISPLAY="",
        QT_QPA_PLATFORM="offscreen",
    )
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.json == {"files": [str(pdf), str(html)]}
    assert pdf.read_bytes().startswith(b"%PDF-")
    text = html.read_text(encoding="utf-8")
    assert "Data quality" in text
    assert "Mona" not in text
    assert "Sits easily" not in text


def test_parts_clinic_and_course_are_as_asked_for(run, library, tmp_path):
    html = tmp_path / "a.html"
    made = library()
    options = ("--include", "notes,name", "--clinic", "Practice & Partners")
    assert run("report", "last", "--library", made, "--out", html, *options).code == 0
    text = html.read_text(encoding="utf-8")
    for words in ("Sits easily.", "Mona Example", "Practice &amp; Partners"):
        assert words in text, words
    course = run("report", "last", "--library", made, "--out", html, "--course", "--replace")
    assert course.code == 0
    assert "<h1>Course report</h1>" in html.read_text(encoding="utf-8")


def test_into_a_folder_goes_a_pdf_that_is_called_by_an_id(run, library, tmp_path):
    ended = run("report", "last", "--library", library(), "--out", tmp_path, "--one-page")
    path = tmp_path / ended.stdout.strip().rpartition("/")[2]
    assert path.name.startswith("session-summary-0")
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_there_stays_unless_replacing_is_asked_for(run, library, tmp_path):
    path = tmp_path / "a.html"
    path.write_text("mine")
    made = library()
    refused = run("report", "last", "--library", made, "--out", path, "--json")
    assert (refused.code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert path.read_text() == "mine"
    assert run("report", "last", "--library", made, "--out", path, "--replace").code == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "a.txt"), ".pdf or .html"),
        (("--out", "a.pdf", "--course"), "belongs to no client"),
        (("--out", "a.pdf", "--include", "secrets"), '"secrets"'),
        (("--out", "a.pdf", "--logo", "absent.png"), "absent.png cannot be the logo"),
    ],
)
def test_what_cannot_be_is_one_sentence(run, library, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    ended = run("report", "last", "--library", library(client=False), *arguments, "--json")
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert words in ended.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_without_a_file_to_write_it_was_used_wrongly(run, library):
    assert run("report", "last", "--library", library()).code == 2
