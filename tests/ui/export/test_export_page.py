"""The export page: choices by keyboard, progress, cancel, and plain words about the end."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import Beat, Ended, Note, Started
from coherence_desktop.records.export import ExportFormat, SessionToExport
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.ui.export.page import ExportPage
from coherence_desktop.ui.export.source import ExportJob


def session(number: int = 1) -> SessionToExport:
    started = Started(
        0.0,
        started_utc="2026-05-22T12:00:00+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0",
    )
    beats = [Beat(0.8125 * n, 812.5, 0.8125 * n) for n in range(1, 60)]
    events = [started, *beats, Note(20.0, "about sleep"), Ended(50.0)]
    line = timeline(events)
    summary = SessionSummary(
        id=f"01JV{number:022d}",
        **dict.fromkeys(("title", "source", "device_name", "device_address"), ""),
        **dict.fromkeys(("device_model", "device_firmware"), ""),
        client="01JX2",
        state=SessionState.COMPLETE,
        started_utc=started.started_utc,
        timezone="UTC",
        utc_offset_s=0,
        ended_utc=None,
        duration_s=50.0,
        beats=59,
        events=len(events),
        battery_percent=None,
        app_version="0",
        vocabulary=2,
    )
    return SessionToExport(
        summary, events, line.t, line.rr_ms, line.gaps, line.duration_s, "Client M-014"
    )


@pytest.fixture
def page(shown, theme, tmp_path) -> ExportPage:
    page = shown(ExportPage(theme, tmp_path / "out"), 1280, 800)
    page.show_job(ExportJob("Client M-014, session 6", [session], "Client M-014"))
    return page


def choose(page: ExportPage, *formats: ExportFormat) -> None:
    for to, row in page.rows.items():
        row.switch.setChecked(to in formats)


def finish(qtbot, page: ExportPage) -> list[Path]:
    with qtbot.waitSignal(page.exported, timeout=20_000) as told:
        page.start()
    return told.args[0]


def test_ctrl_enter_writes_what_is_chosen_and_says_where(qtbot, page, tmp_path):
    with qtbot.waitSignal(page.exported, timeout=20_000) as told:
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    paths, formats, _ = told.args
    assert formats == ["csv"]
    assert sorted(paths) == sorted((tmp_path / "out").iterdir())
    assert page.result.text == f"2 files are in {tmp_path / 'out'}."
    assert page.open.hasFocus()


def test_a_format_is_chosen_by_key_and_says_what_it_is_for(page):
    page.rows[ExportFormat.EDF].switch.setFocus()
    QTest.keyClick(page.rows[ExportFormat.EDF].switch, Qt.Key.Key_Space)
    assert page.formats == [ExportFormat.EDF, ExportFormat.CSV]
    for row in page.rows.values():
        assert row.switch.accessibleDescription().endswith(".")


def test_with_no_format_there_is_nothing_to_export(page):
    choose(page)
    assert not page.go.isEnabled()
    choose(page, ExportFormat.RR)
    assert page.go.isEnabled()


def test_several_formats_share_a_folder_and_the_dataset_has_its_own(qtbot, page, tmp_path):
    choose(page, *ExportFormat)
    paths = finish(qtbot, page)
    assert tmp_path / "out" / "BIDS" / "dataset_description.json" in paths
    assert {p.suffix for p in (tmp_path / "out").iterdir()} == {
        *("", ".edf", ".csv", ".txt", ".json")
    }


@pytest.mark.parametrize("asked", [False, True])
def test_names_and_private_words_are_written_when_they_are_switched_on(qtbot, page, asked):
    page.names.switch.setChecked(asked)
    page.private.switch.setChecked(asked)
    told = "".join(path.name + path.read_text() for path in finish(qtbot, page))
    assert ("M-014" in told) is asked
    assert ("about sleep" in told) is asked


def test_switches_for_names_and_private_words_are_off_for_each_new_job(page):
    page.names.switch.setChecked(True)
    page.private.switch.setChecked(True)
    page.show_job(ExportJob("Another", [session]))
    assert not page.names.switch.isChecked()
    assert not page.names.switch.isEnabled()
    assert not page.private.switch.isChecked()


def test_files_that_are_there_are_replaced_only_when_asked(qtbot, page):
    paths = finish(qtbot, page)
    paths[0].write_text("precious")
    with qtbot.waitSignal(page.running.failed):
        page.start()
    assert page.replace.isVisible()
    assert "in the folder already" in page.problem.text
    assert paths[0].read_text() == "precious"
    with qtbot.waitSignal(page.exported):
        page.replace.click()
    assert paths[0].read_text() != "precious"
    assert not page.problem.isVisible()


def test_a_folder_that_cannot_be_written_is_told_without_an_offer_to_replace(
    qtbot, page, tmp_path
):
    (tmp_path / "file").write_text("x")
    page.folder.set_text(str(tmp_path / "file" / "below"))
    with qtbot.waitSignal(page.running.failed):
        page.start()
    assert "Choose another folder" in page.problem.text
    assert not page.replace.isVisible()
    page.folder.set_text("")
    page.start()
    assert page.folder.told == "Name a folder."
    assert not page.running.runs


def test_esc_cancels_what_runs_and_only_then_goes_back(qtbot, page, tmp_path):
    goes_on = threading.Event()

    def slow() -> SessionToExport:
        assert goes_on.wait(20)
        return session(2)

    page.show_job(ExportJob("2 sessions", [session, slow]))
    with qtbot.assertNotEmitted(page.back_requested):
        with qtbot.waitSignal(page.running.progressed, check_params_cb=lambda share: share > 0.4):
            page.start()
        assert page.bar.isVisible()
        qtbot.waitUntil(lambda: page.bar.share > 0.4)
        assert not page.rows[ExportFormat.CSV].switch.isEnabled()
        QTest.keyClick(page.cancel, Qt.Key.Key_Escape)
        with qtbot.waitSignal(page.running.cancelled):
            goes_on.set()
    assert page.problem.text == "The export was cancelled. Nothing was written."
    assert not (tmp_path / "out").exists()
    assert not page.bar.isVisible()
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_every_control_has_a_name_and_tab_reaches_it(page, controls_of):
    assert all(control.accessibleName() for control in controls_of(page))
    assert len(controls_of(page)) == 5 + 2 + 2 + 2


@pytest.mark.parametrize("width", [900, 1280])
def test_all_fits_beside_or_below_each_other(page, width):
    page.resize(width, 800)
    page.grab()
    assert page.minimumSizeHint().width() <= 900
