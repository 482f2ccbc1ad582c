"""The page that makes a report: nothing private is on, files appear whole, it can be stopped."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Beat, EcgChunk, Note
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.audit import Deed
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.report import making
from coherence_desktop.ui.report.choices import Choices, Include, Paper
from coherence_desktop.ui.report.job import ReportJob, private_notes, report_job
from coherence_desktop.ui.report.library_reading import course_source, session_source
from coherence_desktop.ui.report.making import NotALogo, NotAReport, make_report, read_logo
from coherence_desktop.ui.report.page import ReportPage


@pytest.fixture
def library(tmp_path, exposure):
    """One exposure session of a client."""
    with Library.create(tmp_path / "library.db", Passphrase("a passphrase of the tests")) as made:
        client = Charts(made).add([Identified("2026-05-01T08:00:00+00:00", name="Mona Example")])
        recorder = Recorder(made, made.start_session(exposure[0], client=client))
        for event in exposure[1:]:
            recorder.add(event)
        recorder.close()
        yield made


@pytest.fixture
def settings(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def page(qtbot, theme, settings, tmp_path) -> ReportPage:
    made = ReportPage(theme, settings)
    qtbot.addWidget(made)
    made.resize(1352, 900)
    made.folder.set_text(str(tmp_path / "reports"))
    return made


def test_making_a_report_writes_files_that_name_nobody(qtbot, page, library, tmp_path):
    job = report_job(library, "last")
    page.show_job(job)
    page.form.set_current(2)
    with qtbot.waitSignal(page.reported, timeout=30_000) as told:
        page.start()
    session_id, paths = told.args
    assert session_id == job.session_id
    name = f"session-report-{job.session_id.lower()}"
    assert [path.name for path in paths] == [f"{name}.pdf", f"{name}.html"]
    assert paths[0].read_bytes().startswith(b"%PDF-")
    assert b"Mona" not in paths[1].read_bytes()
    assert sorted(p.name for p in (tmp_path / "reports").iterdir()) == sorted(
        path.name for path in paths
    )


def test_a_report_that_is_there_is_replaced_only_when_asked(qtbot, page, library):
    page.show_job(report_job(library, "last"))
    with qtbot.waitSignal(page.reported, timeout=30_000) as told:
        page.start()
    (path,) = told.args[1]
    path.write_bytes(b"mine")
    with qtbot.waitSignal(page.running.failed, timeout=30_000):
        page.start()
    assert path.read_bytes() == b"mine"
    assert not page.replace.isHidden()
    with qtbot.waitSignal(page.reported, timeout=30_000):
        page.replace.click()
    assert path.read_bytes().startswith(b"%PDF-")


def test_nothing_private_is_on_until_it_is_switched_on(page):
    job = _job(lambda *a, **k: [])
    page.show_job(job)
    assert (page.private.include, page.private.chosen_notes) == (frozenset(), frozenset())
    page.private.rows[Include.TEXTS].switch.setChecked(True)
    page.private.notes[1].switch.setChecked(True)
    assert page.private.include == {Include.TEXTS}
    assert page.private.chosen_notes == {1}
    page.show_job(job)
    assert (page.private.include, page.private.chosen_notes) == (frozenset(), frozenset())


def test_notes_of_all_sessions_are_offered_together(page):
    page.show_job(_job(lambda *a, **k: []))
    assert page.private.rows[Include.NOTES].isHidden()
    page.of.set_current(1)
    page.of.chosen.emit(1)
    assert not page.private.rows[Include.NOTES].isHidden()
    assert page.private.notes[1].isHidden()


def test_choices_reach_what_makes_the_report(qtbot, page, logo):
    seen = []

    def make(files, choices, *, course, replace, progress):
        seen.append((files, choices, course))
        return list(files)

    page.show_job(_job(make))
    page.of.set_current(1)
    page.length.set_current(1)
    page.paper.set_current(1)
    page.clinic.set_text("Practice")
    page.logo.set_text(str(logo))
    with qtbot.waitSignal(page.reported, timeout=5_000):
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((path,), choices, course) = seen[0]
    assert path.name == "course-summary-01abc.pdf"
    assert course
    assert choices == Choices(
        one_page=True, paper=Paper.LETTER, clinic="Practice", logo=read_logo(logo)
    )


def test_clinic_logo_paper_and_folder_are_there_the_next_time(qtbot, page, theme, settings, logo):
    page.show_job(_job(lambda files, *a, **k: list(files)))
    page.clinic.set_text("Practice")
    page.logo.set_text(str(logo))
    page.paper.set_current(1)
    with qtbot.waitSignal(page.reported, timeout=5_000):
        page.start()
    again = ReportPage(theme, settings)
    qtbot.addWidget(again)
    assert again.letterhead == page.letterhead


def test_a_report_can_be_cancelled(qtbot, page):
    goes_on = threading.Event()

    def make(files, choices, *, course, replace, progress):
        progress(0.1)
        goes_on.wait(10.0)
        progress(0.2)
        raise AssertionError("it went on")

    page.show_job(_job(make))
    page.start()
    qtbot.waitUntil(lambda: page.bar.share > 0.0, timeout=5_000)
    with qtbot.waitSignal(page.running.cancelled, timeout=10_000):
        QTest.keyClick(page, Qt.Key.Key_Escape)
        goes_on.set()
    assert "Nothing was written." in page.problem.text


def test_esc_goes_back_when_nothing_is_made(qtbot, page):
    with qtbot.waitSignal(page.back_requested, timeout=1_000):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_a_bad_logo_is_told_at_its_field(page, tmp_path):
    wrong = tmp_path / "logo.png"
    wrong.write_text("no picture")
    page.show_job(_job(lambda *a, **k: []))
    page.logo.set_text(str(wrong))
    page.start()
    assert "it is no picture" in page.logo.told
    assert not page.running.runs


def test_a_session_without_a_client_has_no_course(page):
    page.show_job(_job(lambda *a, **k: [], client=""))
    assert not page.of.isEnabled()
    assert not page.private.rows[Include.LETTERS].switch.isEnabled()


def test_every_control_has_a_name_and_is_reached_by_keys(
    page, shown, nameless_controls, unreached_controls
):
    page.show_job(_job(lambda *a, **k: []))
    shown(page, 1352, 900)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_private_notes_are_offered_by_their_place_in_the_log():
    log = [Note(1.0, "shared", private=False), Note(65.0, " mine "), Note(70.0, " ")]
    (note,) = private_notes(log)
    assert (note.place, note.time, note.text) == (1, "1:05", "mine")


def test_a_report_is_noted_before_it_is_written(library, tmp_path, monkeypatch, qapp):
    noted = []
    monkeypatch.setattr(making, "audit", lambda _, what, about: noted.append((what, about)))
    session = library.session("last").id
    make_report(library, session, [tmp_path / "a.html"], Choices())
    assert noted == [(Deed.REPORTED, session)]


def test_a_report_reads_no_raw_signals_but_their_ends(tmp_path, exposure, qapp):
    chunks = [EcgChunk(float(at), rate_hz=130.0, samples=bytes(390)) for at in range(1, 400)]
    with Library.create(tmp_path / "raw.db", Passphrase("a passphrase of the tests")) as made:
        client = Charts(made).add([Identified("2026-05-01T08:00:00+00:00", name="Mona Example")])
        recorder = Recorder(made, made.start_session(exposure[0], client=client))
        for event in sorted([*exposure[1:-1], *chunks], key=lambda one: one.t):
            recorder.add(event)
        recorder.close()
        session = made.session().id
        source = session_source(made, session, Choices())
        course = course_source(made, session, Choices(), date(2026, 6, 1))
        for events in (source.events, course.read(session)):
            assert [e for e in events if isinstance(e, EcgChunk)] == [chunks[0], chunks[-1]]
            beats = [event for event in exposure if isinstance(event, Beat)]
            assert [event for event in events if isinstance(event, Beat)] == beats


def test_nothing_is_written_of_a_report_that_was_stopped(library, tmp_path, qapp):
    class StopError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.7:
            raise StopError

    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(StopError):
        make_report(
            library,
            library.session("last").id,
            [out / "a.html", out / "a.pdf"],
            Choices(),
            progress=stop,
        )
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("name", ["report", "report.docx"])
def test_a_file_of_another_kind_is_refused_before_there_is_work(library, tmp_path, name):
    with pytest.raises(NotAReport, match=r"\.pdf or \.html"):
        make_report(library, library.session("last").id, [tmp_path / name], Choices())


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"x" * 100])
def test_what_is_no_picture_is_no_logo(tmp_path, content):
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(NotALogo):
        read_logo(path)
    with pytest.raises(NotALogo):
        read_logo(tmp_path / "absent.png")


def _job(make, client: str = "01CLIENT") -> ReportJob:
    log = [Note(1.0, "shared", private=False), Note(65.0, "mine")]
    return ReportJob(
        about="Session of 22 May 2026",
        session_id="01ABC",
        make=make,
        notes=private_notes(log),
        client=client,
    )
