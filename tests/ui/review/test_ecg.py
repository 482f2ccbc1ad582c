"""A session with ECG: the review tells how far the strap's intervals agree with its R peaks."""

import threading

import numpy as np
import pytest
from shiboken6 import delete

from coherence_desktop.events import Beat, EcgChunk
from coherence_desktop.records import r_peaks_work, session_ecg
from coherence_desktop.sensors.emulator.raw_play import EcgOfBeats
from coherence_desktop.signal.raw_samples import pack_ecg
from coherence_desktop.ui.review.tables_panel import ECG, MARKERS

RATE_HZ, COUNT = 130.0, 73


@pytest.fixture
def with_ecg(breathing_log):
    """A breathing session, one of whose beats the strap did not tell of."""
    rr_ms = np.rint((850 + 60 * np.sin(np.arange(180) / 3)) * 1.024) / 1.024
    log = breathing_log(rr_ms)
    ecg = EcgOfBeats(tuple(round(rr * 1.024) for rr in rr_ms))
    chunks = []
    for first in range(0, int(np.sum(rr_ms) / 1000 * RATE_HZ) - COUNT, COUNT):
        t_s = np.arange(first, first + COUNT) / RATE_HZ
        samples = pack_ecg(ecg.uv(t_s))
        chunks.append(EcgChunk(float(t_s[0]), rate_hz=RATE_HZ, samples=samples))
    beats = [event for event in log if isinstance(event, Beat)]
    log.remove(beats[90])
    return sorted([*log, *chunks], key=lambda event: event.t)


def rows_of(table) -> dict[str, str]:
    return {row.cells[0].text: row.cells[-1].text for row in table.view.rows}


def test_the_comparison_is_made_when_its_tab_is_opened(
    open_review, source_of, with_ecg, light, qtbot, monkeypatch
):
    pytest.importorskip("sleepecg")
    asked = []
    review_ecg = session_ecg.review_ecg

    def counted(*args):
        asked.append(args)
        return review_ecg(*args)

    monkeypatch.setattr(session_ecg, "review_ecg", counted)
    page = open_review(light, source_of(with_ecg))
    assert page.tables.tabs.text(ECG) == "ECG"
    assert asked == []
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: bool(page.tables.ecg.view.rows), timeout=10_000)
    rows = rows_of(page.tables.ecg)
    assert next(iter(rows)) == "Intervals that agree"
    assert float(rows["Intervals that agree"]) > 97
    assert 175 <= int(rows["Beats found in the ECG"]) <= 180
    assert 1 <= int(rows["Beats only in the ECG"]) <= 3
    assert rows["Beats only from the strap"] == "0"
    assert abs(float(rows["Bias: strap minus ECG"].replace("\N{MINUS SIGN}", "-"))) < 1.0
    assert " to " in rows["Limits of agreement"]
    page.tables.tabs.open(MARKERS)
    page.tables.tabs.open(ECG)
    assert len(asked) == 1


def test_its_samples_are_read_when_asked_for(open_review, source_of, with_ecg, light, qtbot):
    pytest.importorskip("sleepecg")
    first = next(event for event in with_ecg if isinstance(event, EcgChunk))
    told = [event for event in with_ecg if not isinstance(event, EcgChunk) or event is first]
    read = []

    def ecg():
        read.append(True)
        return [event for event in with_ecg if isinstance(event, EcgChunk)]

    page = open_review(light, source_of(told, ecg=ecg))
    assert read == []
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: bool(page.tables.ecg.view.rows), timeout=10_000)
    assert read
    assert int(rows_of(page.tables.ecg)["Beats found in the ECG"]) >= 175


def test_too_few_beats_are_told_in_place_of_a_value(
    open_review, source_of, with_ecg, light, qtbot
):
    pytest.importorskip("sleepecg")
    few = [event for event in with_ecg if not isinstance(event, EcgChunk) or event.t < 4.0]
    page = open_review(light, source_of(few))
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: bool(page.tables.ecg.view.rows), timeout=10_000)
    assert rows_of(page.tables.ecg)["Intervals that agree"].startswith("needs 8 beats")


def test_a_missing_package_is_told_with_what_to_type(
    open_review, source_of, with_ecg, light, qtbot, monkeypatch, tmp_path
):
    (tmp_path / "sleepecg.py").write_text("raise ImportError('absent')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    page = open_review(light, source_of(with_ecg))
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: "pip install" in page.tables.ecg.view.empty, timeout=10_000)


@pytest.fixture
def endless(monkeypatch):
    """A search for beats that goes on until it is stopped; gives what it was told."""
    told = []

    def find(parts, samples, progress, *, cancelled):
        progress(0.4)
        told.append("begun")
        stopped = threading.Event()
        while not cancelled():
            stopped.wait(0.01)
        told.append("stopped")
        raise r_peaks_work.PeaksCancelled

    monkeypatch.setattr(r_peaks_work, "peaks_elsewhere", find)
    return told


def test_the_tab_tells_how_far_the_search_is(
    open_review, source_of, with_ecg, light, qtbot, endless
):
    page = open_review(light, source_of(with_ecg))
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: "40" in page.tables.ecg.view.empty, timeout=10_000)
    page.open(lambda: source_of(with_ecg))
    qtbot.waitUntil(lambda: "stopped" in endless, timeout=10_000)


def test_the_search_ends_with_the_page(open_review, source_of, with_ecg, light, qtbot, endless):
    page = open_review(light, source_of(with_ecg))
    page.tables.tabs.open(ECG)
    qtbot.waitUntil(lambda: "begun" in endless, timeout=10_000)
    delete(page)
    qtbot.waitUntil(lambda: "stopped" in endless, timeout=10_000)


def test_a_session_without_an_ecg_has_no_such_tab(open_review, source_of, exposure, light):
    page = open_review(light, source_of(exposure))
    assert ECG not in page.tables.tabs.keys


def test_all_tabs_fit_a_small_window(open_review, source_of, exposure, with_ecg, light, qtbot):
    chunk = next(event for event in with_ecg if isinstance(event, EcgChunk))
    page = open_review(light, source_of([*exposure[:1], chunk, *exposure[1:]]))
    page.resize(1192, 800)
    tabs = page.tables.tabs
    qtbot.waitUntil(lambda: page.width() == 1192 and tabs.width() < 720)
    assert tabs.text(ECG) == "ECG"
    assert tabs.shown("Ratings (42)") == "Ratings"
    page.resize(1352, 900)
    qtbot.waitUntil(lambda: tabs.shown("Ratings (42)") == "Ratings (42)")
