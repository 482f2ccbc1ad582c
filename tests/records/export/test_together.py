"""An export of several sessions is whole or leaves nothing; it tells how far it is."""

import csv
from pathlib import Path

import pytest

from coherence_desktop.records.export import (
    ExportCancelled,
    ExportExists,
    ExportFormat,
    ExportOptions,
    ExportOvertaken,
    export_sessions,
)
from coherence_desktop.records.session_json import read_json

ALL = tuple(ExportFormat)


def into(folder: Path) -> dict[ExportFormat, Path]:
    return {to: folder / "bids" if to is ExportFormat.BIDS else folder for to in ALL}


@pytest.fixture
def sessions(log, session_of):
    return [lambda number=number: session_of(log, number) for number in (1, 2)]


def test_every_format_of_every_session_is_written(tmp_path, sessions, log):
    paths = export_sessions(into(tmp_path), sessions)
    assert sorted(paths) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    endings = [path.suffix for path in paths if path.parent == tmp_path]
    assert sorted(endings) == sorted([".edf", ".csv", ".csv", ".txt", ".json"] * 2)
    for path in (
        path for path in paths if path.name.endswith(".json") and "bids" not in str(path)
    ):
        assert read_json(path)[1] == log


def test_it_tells_how_far_it_is_without_going_back(tmp_path, sessions):
    told: list[float] = []
    export_sessions(into(tmp_path), sessions, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, pytest.approx(1.0))
    assert len(told) > 20


@pytest.mark.parametrize("after", [0, 1, 7, 23, 40])
def test_a_cancel_leaves_nothing(tmp_path, sessions, after):
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > after

    out = tmp_path / "new" / "folder"
    with pytest.raises(ExportCancelled, match="Nothing was written"):
        export_sessions(into(out), sessions, cancelled=cancelled)
    assert list(tmp_path.iterdir()) == []


def test_a_cancel_leaves_what_was_there_before(tmp_path, sessions):
    export_sessions(into(tmp_path), sessions[:1])
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    asked: list[bool] = []

    def late() -> bool:
        asked.append(True)
        return len(asked) > 45

    with pytest.raises(ExportCancelled):
        export_sessions(into(tmp_path), sessions, replace=True, cancelled=late)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_one_file_in_the_way_keeps_all_from_being_written(tmp_path, sessions):
    taken = tmp_path / "session-01jv0000000000000000000002.txt"
    taken.write_text("precious")
    with pytest.raises(ExportExists):
        export_sessions(into(tmp_path), sessions)
    assert list(tmp_path.iterdir()) == [taken]
    assert taken.read_text() == "precious"


def test_a_fault_in_reading_a_session_leaves_nothing(tmp_path, sessions):
    def damaged():
        raise OSError("damaged")

    with pytest.raises(OSError, match="damaged"):
        export_sessions(into(tmp_path), [sessions[0], damaged])
    assert list(tmp_path.iterdir()) == []


def test_only_names_that_are_asked_for_are_written(tmp_path, sessions):
    hidden = export_sessions(into(tmp_path / "hidden"), sessions[:1])
    named = export_sessions(
        into(tmp_path / "named"), sessions[:1], ExportOptions(names=True, private_notes=True)
    )

    def told(paths: list[Path]) -> str:
        return " ".join(path.name + path.read_bytes().decode("latin-1") for path in paths)

    assert "M-014" not in told(hidden)
    assert all("M-014" in path.name for path in named if path.parent == tmp_path / "named")
    with_notes = [path for path in hidden if path.suffix != ".json"]
    assert "her mother" not in told(with_notes)
    assert "her mother" in told([path for path in named if path.suffix == ".csv"])


@pytest.mark.parametrize("begun", [True, False], ids=["a dataset that is there", "a new one"])
@pytest.mark.parametrize("replace", [True, False])
def test_of_two_exports_into_a_dataset_at_once_none_is_lost(
    tmp_path, log, session_of, begun, replace, validated
):
    to = {ExportFormat.BIDS: tmp_path / "data"}
    one, two, three = (
        [lambda at=at: session_of(log, at, client=f"c{at}", name="")] for at in (1, 2, 3)
    )
    if begun:
        export_sessions(to, three)
    between: list[bool] = []

    def while_it_runs(share: float) -> None:
        if share > 0.9 and not between:
            between.append(True)
            export_sessions(to, two, replace=replace)

    with pytest.raises(ExportOvertaken, match="Nothing was written; export again"):
        export_sessions(to, one, replace=replace, progress=while_it_runs)
    assert not list(tmp_path.rglob("*.part"))
    assert len(list(to[ExportFormat.BIDS].glob("sub-*"))) == 1 + begun
    export_sessions(to, one, replace=replace)
    assert len(list(to[ExportFormat.BIDS].glob("sub-*"))) == 2 + begun
    assert validated(to[ExportFormat.BIDS]) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("=cmd()", "cmd-"),
        ("../../x", "x-"),
        ("two\nlines", "two-lines-"),
        ("Łukasz 李", "Łukasz-李-"),
        ("a" * 400, "a" * 40 + "-"),
        ("..", ""),
        ("-rf", "rf-"),
    ],
)
def test_any_name_of_a_client_makes_files_in_their_folder(tmp_path, log, session_of, name, told):
    out = tmp_path / "out"
    session = session_of(log, name=name)
    paths = export_sessions(into(out), [lambda: session], ExportOptions(names=True))
    assert list(tmp_path.iterdir()) == [out]
    ours = {path.name for path in paths if path.parent == out}
    stem = f"session-{told}01jv0000000000000000000001"
    endings = (".edf", "_beats.csv", "_events.csv", ".txt", ".json")
    assert ours == {stem + ending for ending in endings}


def test_tables_have_the_final_times_of_beats(tmp_path, log, session_of):
    session = session_of(log)
    export_sessions({ExportFormat.CSV: tmp_path}, [lambda: session])
    (path,) = tmp_path.glob("*_beats.csv")
    with path.open(newline="") as file:
        times = [float(row["t_s"]) for row in csv.DictReader(file)]
    assert times == pytest.approx(session.t_s.tolist(), abs=1e-6)
