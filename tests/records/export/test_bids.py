"""A BIDS dataset passes the official validator, and everything is found in it at its time."""

import csv
import gzip
import json
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Marker,
    Started,
    TrialStarted,
)
from coherence_desktop.records.event_rows import event_row
from coherence_desktop.records.export import ExportExists, export_bids, export_csv
from coherence_desktop.records.export.bids_words import EVENTS, KINDS
from coherence_desktop.records.export.problems import NoDataset
from coherence_desktop.records.readers import read_recording


def events_of(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.rglob("*_events.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def one(folder: Path, pattern: str) -> Path:
    (path,) = folder.rglob(pattern)
    return path


@pytest.fixture(scope="module")
def dataset(tmp_path_factory, session) -> Path:
    folder = tmp_path_factory.mktemp("bids")
    export_bids([session], folder)
    return folder


def test_the_official_validator_finds_no_error(tmp_path, session, session_of, started, validated):
    bare = session_of([started, Ended(3.0)], 2, client="", name="")
    export_bids([session, bare], tmp_path)
    export_csv(session.events, tmp_path, "session-beside")
    assert validated(tmp_path) == []


def test_what_the_validator_still_recommends_only_people_know(
    tmp_path, log, session_of, validated
):
    told = ("Run on the spot.", "Go on until it passes.")
    trial = next(event for event in log if isinstance(event, TrialStarted))
    taught = msgspec.structs.replace(trial, instructions=told)
    export_bids([session_of([taught if event is trial else event for event in log])], tmp_path)
    (path,) = tmp_path.rglob("*_events.json")
    assert json.loads(path.read_text())["Instructions"] == " ".join(told)
    left = validated(tmp_path, "warning")
    assert {issue.get("subCode", issue["code"]) for issue in left} == {
        *("TOO_FEW_AUTHORS", "Authors", "License", "SourceDatasets", "HEDVersion"),
        *("CogAtlasID", "CogPOID"),
        *("InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName"),
    }


def test_the_official_validator_finds_no_error_with_names_and_a_session_more(
    tmp_path, session, session_of, log, validated
):
    export_bids([session], tmp_path, names=True, private_notes=True)
    export_bids([session_of(log, 2)], tmp_path, names=True)
    export_bids([session_of(log, 3, client="other", name="")], tmp_path)
    assert validated(tmp_path) == []
    lines = (tmp_path / "participants.tsv").read_text().splitlines()
    ids = [line.split("\t")[0] for line in lines]
    assert len(ids) == len(set(ids)) == 3
    assert (tmp_path / "sub-ClientM014").is_dir()


def test_everything_that_happened_is_found_at_its_time(dataset, expected, called):
    rows = events_of(dataset)
    for kind, times in expected.items():
        found = np.sort([float(r["onset"]) for r in rows if r["trial_type"] == called[kind]])
        np.testing.assert_allclose(found, times, rtol=0, atol=1e-6, err_msg=kind)
    assert len(rows) == sum(map(len, expected.values()))


def test_rows_are_in_the_order_of_time_and_none_is_empty(dataset):
    rows = events_of(dataset)
    onsets = [float(row["onset"]) for row in rows]
    assert onsets == sorted(onsets)
    assert all(cell for row in rows for cell in row.values())
    assert None not in rows[0]


def test_intervals_are_exact_and_judged(dataset, session):
    beats = [row for row in events_of(dataset) if row["trial_type"] == "beat"]
    assert [float(row["rr_ms"]) for row in beats] == session.rr_ms.tolist()
    assert {row["judged"] for row in beats} <= set(KINDS)
    normal = [row for row in beats if row["judged"] == "normal"]
    assert all(row["rr_ms"] == row["corrected_ms"] for row in normal)


def test_an_interval_that_a_person_took_out_is_told_so(tmp_path, log, session_of):
    out = BeatJudged(400.0, index=40, kind=BeatKind.EXCLUDED, by="person")
    export_bids([session_of([*log, out])], tmp_path)
    beats = [row for row in events_of(tmp_path) if row["trial_type"] == "beat"]
    assert (beats[40]["judged"], beats[40]["corrected_ms"]) == ("excluded", "n/a")


def test_phases_and_gaps_last_as_long_as_they_lasted(dataset, session):
    rows = events_of(dataset)
    phases = [row for row in rows if row["trial_type"] == "phase"]
    ends = [float(row["onset"]) + float(row["duration"]) for row in phases]
    starts = [float(row["onset"]) for row in phases]
    assert ends[:-1] == pytest.approx(starts[1:], abs=1e-6)
    assert ends[-1] == pytest.approx(session.duration_s, abs=1e-6)
    (gap,) = [row for row in rows if row["trial_type"] == "gap"]
    (known,) = session.gaps
    assert float(gap["duration"]) == pytest.approx(known.end_s - known.start_s, abs=1e-6)


def test_heart_rate_is_that_of_the_beats_and_absent_where_they_are_missing(dataset, session):
    path = one(dataset, "*_physio.tsv.gz")
    told = json.loads(one(dataset, "*_physio.json").read_text())
    assert (told["StartTime"], told["Columns"]) == (0.0, ["heart_rate"])
    assert told["heart_rate"]["Units"] == "bpm"
    with gzip.open(path, "rt") as file:
        cells = [line.rstrip("\n") for line in file]
    values = np.array([np.nan if cell == "n/a" else float(cell) for cell in cells])
    times = np.arange(values.size) / told["SamplingFrequency"]
    assert times[-1] == pytest.approx(session.duration_s, abs=1 / told["SamplingFrequency"])
    near = np.searchsorted(session.t_s, times).clip(1, session.t_s.size - 1)
    around = np.sort([session.rr_ms[near - 1], session.rr_ms[near]], axis=0)
    (gap,) = session.gaps
    inside = (times > gap.start_s) & (times < gap.end_s)
    assert np.isnan(values[inside]).all()
    clear = ~inside & (times > session.t_s[0]) & (times < session.t_s[-1])
    clear &= (times < gap.start_s - 2) | (times > gap.end_s + 2)
    assert (60000 / values[clear] >= around[0][clear] - 2).all()
    assert (60000 / values[clear] <= around[1][clear] + 2).all()


def test_every_column_and_kind_of_event_is_described(dataset):
    described = json.loads(one(dataset, "*_events.json").read_text())
    rows = events_of(dataset)
    assert set(rows[0]) <= set(described)
    assert {row["trial_type"] for row in rows} <= set(described["trial_type"]["Levels"])


def test_every_event_of_the_vocabulary_has_a_description():
    from coherence_desktop.records.event_rows import _CELLS

    assert {name for name, _ in _CELLS.values()} | {"beat"} == set(EVENTS)
    assert set(_CELLS) <= set(get_args(AnyEvent))
    assert set(BeatKind) == set(KINDS)
    assert event_row(Ended(1.0), private_notes=False)[1] in EVENTS


def test_nothing_tells_who_it_was_unless_asked(dataset, tmp_path, session):
    def shown(folder: Path) -> str:
        files = [path for path in folder.rglob("*") if path.is_file()]
        texts = [p.read_text() for p in files if p.suffix != ".gz"]
        return " ".join([*map(str, files), *texts]).replace(str(folder), "")

    hidden = shown(dataset)
    for secret in ("M-014", "M014", "0A1B2C3D", "A0:9E", "Seen at home", "mother", "faint"):
        assert secret not in hidden
    export_bids([session], tmp_path, names=True, private_notes=True)
    told = shown(tmp_path)
    for word in ("Client M-014", "sub-ClientM014", "About her mother.", "faint"):
        assert word in told
    assert "0A1B2C3D" not in told


@pytest.mark.parametrize("names", [("A-1", "A1"), ("Anna", "anna"), ("Ana", "Ana")])
def test_two_clients_stay_apart_however_alike_their_names_are(tmp_path, log, session_of, names):
    for number in (0, 2):
        sessions = [
            session_of(log, number + at, client=f"c{at}", name=name)
            for at, name in enumerate(names)
        ]
        export_bids(sessions, tmp_path, names=True)
    folders = list(tmp_path.glob("sub-*"))
    assert len({folder.name.casefold() for folder in folders}) == 2
    assert [len(list(folder.glob("ses-*"))) for folder in folders] == [2, 2]
    with (tmp_path / "participants.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["client"] for row in rows] == list(names)
    assert [row["pseudonym"] for row in rows] == [one.pseudonym for one in sessions]


@pytest.mark.parametrize(
    "name",
    ["=cmd()", "../../x", "new\nline\ttab", "李小龙", "Łukasz Żółć", "a" * 400, "CON", ".."],
)
def test_any_name_of_a_client_makes_a_valid_dataset(tmp_path, session_of, name, validated):
    folder = tmp_path / "data"
    export_bids([session_of([Beat(1.0, 800.0, 1.0), Ended(3.0)], name=name)], folder, names=True)
    assert list(tmp_path.iterdir()) == [folder]
    assert validated(folder) == []
    with (folder / "participants.tsv").open(newline="") as file:
        (row,) = csv.DictReader(file, delimiter="\t")
    assert row["client"].lstrip("'") == " ".join(name.split())
    assert (folder / row["participant_id"]).is_dir()


def test_a_session_is_replaced_only_when_asked(tmp_path, session):
    export_bids([session], tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(ExportExists):
        export_bids([session], tmp_path)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    export_bids([session], tmp_path, replace=True)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_dataset_of_others_is_carried_on(tmp_path, session):
    theirs = {"Name": "Study", "BIDSVersion": "1.8.0"}
    (tmp_path / "dataset_description.json").write_text(json.dumps(theirs))
    (tmp_path / "participants.tsv").write_text("participant_id\tage\nsub-01\t40\n")
    (tmp_path / "participants.json").write_text('{"age": {"Units": "year"}}')
    export_bids([session], tmp_path)
    assert json.loads((tmp_path / "dataset_description.json").read_text()) == theirs
    lines = (tmp_path / "participants.tsv").read_text().splitlines()
    assert lines == ["participant_id\tage", "sub-01\t40", f"sub-{session.pseudonym}\tn/a"]
    assert json.loads((tmp_path / "participants.json").read_text())["age"] == {"Units": "year"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("participants.tsv", "age\n40\n"), ("participants.json", "[]"), ("participants.json", "{")],
)
def test_a_table_of_participants_that_is_none_stops_it(tmp_path, session, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(NoDataset):
        export_bids([session], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == text


def test_our_own_reader_finds_every_interval_in_the_events(dataset, session):
    recording = read_recording(one(dataset, "*_events.tsv"))
    assert recording.rr_ms.tolist() == session.rr_ms.tolist()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_cell_and_no_formula(tmp_path_factory, session_of, text):
    folder = tmp_path_factory.getbasetemp() / "odd_bids"
    began = Started(
        *(0.0,),
        started_utc="2026-05-01T19:14:00+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0",
    )
    log = [began, Marker(1.0, text), Ended(2.0)]
    export_bids([session_of(log)], folder, replace=True)
    (row,) = [row for row in events_of(folder) if row["trial_type"] == "marker"]
    assert float(row["onset"]) == 1.0
    words = " ".join(text.split())
    if words.isprintable():
        assert row["text"] in (words or "n/a", f"'{words}")
    assert not row["text"].startswith(("=", "@"))
    assert not row["text"].startswith("+") or np.isfinite(float(row["text"]))
