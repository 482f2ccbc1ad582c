"""Exports hold every beat exactly, nothing that names the person, and replace nothing unasked."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import (
    AccelerationChunk,
    Answer,
    Battery,
    Beat,
    BeatJudged,
    BeatKind,
    ClockDisagreement,
    Contact,
    Device,
    EcgChunk,
    Ended,
    Gap,
    HeartRate,
    Link,
    LinkState,
    Marker,
    Note,
    Notice,
    PacerChange,
    PacketRejected,
    Paused,
    Phase,
    PhaseExtended,
    Prompt,
    Rating,
    Realigned,
    Reopened,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.records.event_rows import EVENT_COLUMNS
from coherence_desktop.records.export import (
    ExportExists,
    ExportFailed,
    exact_ms,
    export_csv,
    export_name,
    export_rr,
)
from coherence_desktop.records.session_id import new_session_id


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rr_are_written_one_a_line_exact_and_in_order(tmp_path):
    ticks = list(range(250, 2300))
    log = [Beat(n * 1.0, tick * 1000 / 1024, n * 1.0) for n, tick in enumerate(ticks)]
    (path,) = export_rr(log, tmp_path, "session")
    lines = path.read_text().splitlines()
    assert [float(line) * 1024 / 1000 for line in lines] == ticks
    assert all(len(line.split(".")[1]) >= 4 for line in lines)
    assert path.name == "session.txt"


@given(st.floats(1e-3, 1e7))
def test_any_interval_is_written_so_that_it_reads_the_same(rr_ms):
    text = exact_ms(rr_ms)
    assert float(text) == rr_ms
    assert "e" not in text
    assert len(text.split(".")[1]) >= 4


def test_a_session_without_beats_gives_an_empty_file(tmp_path, started):
    (path,) = export_rr([started, Ended(3.0)], tmp_path, "session")
    assert path.read_bytes() == b""


def test_beats_are_written_with_their_final_times_kinds_and_corrections(tmp_path):
    log = [
        Beat(1.0, 1000.0, 1.1),
        Beat(2.0, 500.0, 2.1),
        BeatJudged(2.1, index=1, kind=BeatKind.EXTRA, settled=False),
        Beat(3.0, 1600.0, 3.1),
        BeatJudged(3.1, index=2, kind=BeatKind.MISSED, corrected_ms=(800.0, 800.0)),
        BeatJudged(3.2, index=1, kind=BeatKind.ECTOPIC, corrected_ms=(812.5,)),
        Beat(4.0, 700.0, 4.1),
        BeatJudged(4.1, index=3, kind=BeatKind.EXTRA),
        Beat(5.0, 900.0, 5.1),
        BeatJudged(5.1, index=4, kind=BeatKind.ACCEPTED, by="person"),
    ]
    final = [(1.5, 1000.0), (2.5, 500.0), (3.5, 1600.0), (4.5, 700.0), (5.5, 900.0)]
    beats, _ = export_csv(log, tmp_path, "session", beats=final)
    assert beats.name == "session_beats.csv"
    assert [tuple(row.values()) for row in rows(beats)] == [
        ("1.500000", "1000.0000000", "normal", "1000.0000000"),
        ("2.500000", "500.0000000", "ectopic", "812.5000000"),
        ("3.500000", "1600.0000000", "missed", "800.0000000 800.0000000"),
        ("4.500000", "700.0000000", "extra", ""),
        ("5.500000", "900.0000000", "accepted", "900.0000000"),
    ]
    assert list(rows(beats)[0]) == ["t_s", "rr_ms", "kind", "corrected_ms"]


def test_without_final_times_the_times_as_heard_are_written(tmp_path):
    beats, _ = export_csv([Beat(1.25, 812.5, 1.5)], tmp_path, "session")
    assert rows(beats)[0]["t_s"] == "1.250000"


def test_final_times_that_do_not_fit_the_log_are_a_fault_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="has 1 beats, not 2"):
        export_csv([Beat(1.0, 800.0, 1.0)], tmp_path, "s", beats=[(1.0, 800.0), (2.0, 800.0)])
    assert list(tmp_path.iterdir()) == []


EVERYTHING = [
    (Battery(1.0, 80), ["battery_percent", "", "80", "", "", ""]),
    (Contact(1.0, None), ["contact", "", "", "", "", ""]),
    (Contact(1.0, True), ["contact", "", "1", "", "", ""]),
    (HeartRate(1.0, 71), ["heart_rate_bpm", "", "71", "", "", ""]),
    (Link(1.0, LinkState.FAILED, "lost"), ["link", "failed", "", "", "", "lost"]),
    (
        Gap(9.0, start_s=2.0, end_s=8.5, cause="lost"),
        ["gap", "lost", "", "2.000000", "8.500000", ""],
    ),
    (Realigned(9.0, 3.0, 0.25), ["realigned_s", "", "0.25", "3.000000", "", ""]),
    (ClockDisagreement(9.0, -0.5), ["clock_ahead_s", "", "-0.5", "", "", ""]),
    (PacketRejected(1.0, "malformed", b"\x01\xff"), ["packet_rejected", "malformed", *"   ", ""]),
    (Marker(1.0, "breath held", "b"), ["marker", "b", "", "", "", "breath held"]),
    (Note(1.0, "calm", private=False), ["note", "shared", "", "", "", "calm"]),
    (Note(1.0, "about her mother"), ["note", "private", "", "", "", ""]),
    (Rating(1.0, "distress", 55.0), ["rating", "distress", "55.0", "", "", ""]),
    (
        PacerChange(1.0, inhale_s=4.0, exhale_s=6.0, name="calm"),
        ["pacer_per_min", "calm", "6", "", "", "inhale 4 s, hold 0 s, exhale 6 s, hold 0 s"],
    ),
    (Phase(1.0, "stay", "Stay", 60.0), ["phase", "stay", "60.0", "", "", "Stay"]),
    (Phase(1.0, "stay"), ["phase", "stay", "", "", "", ""]),
    (
        TrialStarted(1.0, number=2, exercise_id="run", exercise_name="Running", planned_s={}),
        ["trial", "run", "2", "", "", "Running"],
    ),
    (PhaseExtended(1.0, 30.0), ["phase_extended_s", "", "30.0", "", "", ""]),
    (TrialEnded(1.0), ["trial_ended", "completed", "", "", "", ""]),
    (Answer(1.0, "learned", "It passed."), ["answer", "learned", "", "", "", ""]),
    (Prompt(1.0, "distress"), ["prompt", "distress", "", "", "", ""]),
    (
        Notice(1.0, kind="ceiling", message="Above 157.", value=160.0),
        ["notice", "ceiling", "160.0", "", "", "Above 157."],
    ),
    (
        Reopened(9.0, reopened_utc="2026-05-01T10:00:00Z", whole_until_s=5.0, app_version="1"),
        ["reopened", "", "", "5.000000", "9.000000", "2026-05-01T10:00:00Z"],
    ),
    (Paused(1.0), ["paused", "", "", "", "", ""]),
    (Resumed(1.0), ["resumed", "", "", "", "", ""]),
    (Ended(1.0, "stopped"), ["ended", "stopped", "", "", "", ""]),
]


@pytest.mark.parametrize(
    ("event", "cells"), EVERYTHING, ids=[type(e).__name__ for e, _ in EVERYTHING]
)
def test_each_thing_that_happened_is_a_row(tmp_path, event, cells):
    _, path = export_csv([event], tmp_path, "session")
    (row,) = rows(path)
    assert list(row) == list(EVENT_COLUMNS)
    if isinstance(event, PacketRejected):
        cells = ["packet_rejected", "malformed", "", "", "", "01ff"]
    assert list(row.values()) == [f"{event.t:.6f}", *cells]


def test_every_event_but_those_of_beats_and_raw_signals_has_a_row(tmp_path):
    from typing import get_args

    from coherence_desktop.events import AnyEvent
    from coherence_desktop.records.event_rows import _CELLS

    assert set(get_args(AnyEvent)) - set(_CELLS) == {
        Beat,
        BeatJudged,
        EcgChunk,
        AccelerationChunk,
    }


def test_private_notes_are_written_when_asked(tmp_path):
    _, path = export_csv([Note(1.0, "about sleep")], tmp_path, "session", private_notes=True)
    assert rows(path)[0]["text"] == "about sleep"


def test_neither_names_nor_contents_tell_whose_strap_it_was(tmp_path, started):
    log = [
        started,
        Device(0.1, name="Polar H10 0A1B2C3D", address="A0:9E", serial="0A1B2C3D", model="polar"),
    ]
    paths = [
        *export_rr(log, tmp_path, "session"),
        *export_csv(log, tmp_path, "session"),
    ]
    shown = " ".join(path.name + path.read_text() for path in paths)
    assert "0A1B2C3D" not in shown
    assert "A0:9E" not in shown
    assert "polar" in shown


def test_the_name_of_an_export_is_that_of_the_session(started):
    from datetime import datetime

    session = new_session_id(datetime.fromisoformat(started.started_utc))
    assert export_name(session) == f"session-{session.lower()}"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "+inf", "-1_0", "\t=1", "\r=1", "\uff1d1+1"]
)
def test_a_text_is_never_a_formula_to_a_spreadsheet(tmp_path, text):
    _, path = export_csv([Marker(1.0, text), Rating(2.0, text, -5.0)], tmp_path, "session")
    marker, rating = rows(path)
    assert marker["text"] == f"'{text}"
    assert rating["name"].startswith("'")
    assert rating["value"] == "-5.0"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_table(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp() / "texts"
    _, path = export_csv([Marker(1.0, text)], folder, "session", replace=True)
    (row,) = rows(path)
    assert row["text"] in (text, f"'{text}")


def test_an_existing_file_is_replaced_only_when_asked(tmp_path):
    taken = tmp_path / "session_events.csv"
    taken.write_text("precious")
    log = [Beat(1.0, 800.0, 1.0)]
    with pytest.raises(ExportExists, match=r"session_events\.csv already"):
        export_csv(log, tmp_path, "session")
    assert [path.name for path in tmp_path.iterdir()] == ["session_events.csv"]
    assert taken.read_text() == "precious"
    export_csv(log, tmp_path, "session", replace=True)
    assert taken.read_text().startswith("t_s,")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_comes_in_between_is_not_replaced(tmp_path, monkeypatch):
    from coherence_desktop.records.export import placing

    write = placing.write_through

    def write_and_lose_the_race(path: Path, text: str) -> None:
        write(path, text)
        (tmp_path / "session.txt").write_text("of another program")

    monkeypatch.setattr(placing, "write_through", write_and_lose_the_race)
    with pytest.raises(ExportExists):
        export_rr([Beat(1.0, 800.0, 1.0)], tmp_path, "session")
    assert (tmp_path / "session.txt").read_text() == "of another program"
    assert len(list(tmp_path.iterdir())) == 1


def test_where_no_hard_links_exist_the_same_holds(tmp_path, monkeypatch):
    def no_links(*_: object) -> None:
        raise OSError("not here")

    monkeypatch.setattr(os, "link", no_links)
    log = [Beat(1.0, 800.0, 1.0)]
    (path,) = export_rr(log, tmp_path, "session")
    assert path.read_text() == "800.0000000\n"
    with pytest.raises(ExportExists):
        export_rr(log, tmp_path, "session")


def test_a_folder_that_cannot_be_written_is_told(open_folder, read_only_for_me):
    read_only_for_me(open_folder)
    with pytest.raises(ExportFailed, match="cannot be written: permission denied"):
        export_rr([], open_folder, "session")
    with pytest.raises(ExportFailed, match="Choose another folder"):
        export_rr([], open_folder / "new", "session")


def test_a_full_disk_is_told_and_leaves_no_half_a_file(scarce_disk):
    log = [Beat(1.0, 800.0, 1.0)] * 100
    scarce_disk.fill()
    try:
        before = sorted(scarce_disk.folder.iterdir())
        with pytest.raises(ExportFailed, match="cannot be written"):
            export_rr(log, scarce_disk.folder, "session")
        assert sorted(scarce_disk.folder.iterdir()) == before
    finally:
        scarce_disk.free()


def test_a_folder_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportFailed):
        export_rr([], tmp_path / "file", "session")
    assert (tmp_path / "file").read_text() == "x"


def test_started_says_when_and_where(tmp_path, started: Started):
    _, path = export_csv([started], tmp_path, "session")
    assert rows(path)[0]["text"] == "2026-05-01T19:14:00.000000+00:00 Europe/Berlin"
    assert "evening" not in path.read_text()
