"""BIDS tables are read with the JSON file right beside them, and nothing else is touched."""

import gzip
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.records.readers import Reason, RrUnit, UnreadableRecording, read_rr_file
from coherence_desktop.records.readers.bids import LARGEST_SIDECAR_BYTES

RR = [812.0, 790.0, 801.0, 822.0]
ROWS = "0.1\t812\n0.2\t790\n0.1\t801\n0.3\t822\n"
NAMES = {"Columns": ["respiratory", "ibi"], "ibi": {"Units": "ms"}}


@pytest.fixture
def table(tmp_path):
    """Write a table and its JSON file, and read it."""

    def read(rows: str, told: object, name: str = "sub-01_task-rest_physio.tsv"):
        path = tmp_path / name
        raw = rows.encode()
        path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        if told is not None:
            beside = tmp_path / (name.removesuffix(".gz").removesuffix(".tsv") + ".json")
            beside.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
        return read_rr_file(path)

    return read


@pytest.mark.parametrize("ending", [".tsv", ".tsv.gz"])
def test_columns_are_those_of_the_json(table, ending):
    read = table(ROWS, NAMES, "sub-01_physio" + ending)
    assert read.rr_ms.tolist() == RR
    assert read.note == "4 intervals, read in ms (as the file says) from column 'ibi'."


def test_rows_between_beats_are_left_out(table):
    told = {**NAMES, "Columns": ["ibi", "trigger"], "SamplingFrequency": 2.0, "StartTime": 0}
    rows = "812\t0\nn/a\t0\n790\t1\n\t0\nn/a\t0\n801\t0\n822\t0\n"
    read = table(rows, told)
    assert read.rr_ms.tolist() == RR
    assert "3 rows without one" in read.note


def test_units_are_those_of_the_json(table):
    told = {"Columns": ["RR"], "RR": {"Units": "s"}}
    read = table("0.812\n0.79\n0.801\n0.822\n", told)
    assert read.unit is RrUnit.S
    assert "as the file says" in read.note
    assert read.rr_ms.tolist() == pytest.approx(RR, rel=1e-15)


def test_events_name_their_columns_themselves(table):
    rows = "onset\tduration\trr\n0.8\t0\t812\n1.6\t0\t790\n1.7\t0\tn/a\n2.4\t0\t801\n3.2\t0\t822\n"
    assert table(rows, None, "sub-01_events.tsv").rr_ms.tolist() == RR
    told = {"rr": {"Units": "ms", "Description": "since the beat before"}}
    read = table(rows, told, "sub-01_events.tsv.gz")
    assert read.rr_ms.tolist() == RR
    assert "as the file says" in read.note


REFUSED = {
    "no JSON": (ROWS, None, Reason.COLUMNS, "sub-01_task-rest_physio.json"),
    "no names": (ROWS, {"SamplingFrequency": 1.0}, Reason.COLUMNS, "no names of columns"),
    "no RR": (ROWS, {"Columns": ["cardiac", "trigger"]}, Reason.COLUMNS, "'cardiac', 'trigger'"),
    "no JSON after all": (ROWS, b"Columns: ibi", Reason.DAMAGED, "no BIDS description"),
    "binary JSON": (ROWS, b"\xff\xfe\0\x81", Reason.DAMAGED, "no BIDS description"),
    "deep JSON": (ROWS, b"[" * 200_000, Reason.DAMAGED, "no BIDS description"),
    "a list": (ROWS, ["ibi"], Reason.DAMAGED, "no BIDS description"),
    "names of no kind": (ROWS, {"Columns": [1, "ibi"]}, Reason.DAMAGED, "no BIDS description"),
    "gigantic JSON": (
        ROWS,
        b'{"Columns": ["ibi"]}' + b" " * LARGEST_SIDECAR_BYTES,
        Reason.DAMAGED,
        "no BIDS description",
    ),
    "a short row": ("0.1\t812\n0.2\n", NAMES, Reason.LINE, "line 2 is '0.2'"),
    "only gaps": ("1\tn/a\n2\tn/a\n", NAMES, Reason.EMPTY, "no value in its column 'ibi'"),
    "samples": (
        "0.1\t812\n" * 50 + "0.1\t790\n" * 50,
        {**NAMES, "SamplingFrequency": 62.5},
        Reason.NOT_INTERVALS,
        "sampled 62.5 times a second",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_one_sentence_refuses(table, kind):
    rows, told, reason, words = REFUSED[kind]
    with pytest.raises(UnreadableRecording) as caught:
        table(rows, told)
    assert caught.value.reason is reason
    assert words in caught.value.message
    assert caught.value.message.startswith("sub-01_task-rest_physio.tsv ")


def test_a_link_beside_the_table_is_not_followed(table, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.json").write_text(json.dumps(NAMES))
    (tmp_path / "a_physio.json").symlink_to(elsewhere / "secret.json")
    with pytest.raises(UnreadableRecording, match=r"Put a_physio.json, which has them"):
        table(ROWS, None, "a_physio.tsv")


def test_a_pipe_beside_the_table_is_not_waited_for(table, tmp_path):
    os.mkfifo(tmp_path / "a_physio.json")
    with pytest.raises(UnreadableRecording, match="no names of columns"):
        table(ROWS, None, "a_physio.tsv")


def test_only_a_table_has_its_neighbour_read(tmp_path, monkeypatch):
    from coherence_desktop.records.readers import bids

    def never(*_):
        raise AssertionError

    monkeypatch.setattr(bids, "read_sidecar", never)
    (tmp_path / "rr.json").write_text("{}")
    (tmp_path / "rr.txt").write_text("812\n")
    assert read_rr_file(tmp_path / "rr.txt").rr_ms.tolist() == [812.0]


ROW = st.lists(
    st.one_of(
        st.sampled_from(["812", "0.8", "n/a", "", "x", "812,790", "rr"]), st.text(max_size=3)
    ),
    max_size=3,
).map("\t".join)
TOLD = st.one_of(
    st.binary(max_size=60),
    st.fixed_dictionaries(
        {},
        optional={
            "Columns": st.lists(st.sampled_from(["rr", "ibi", "time", ""]), max_size=3),
            "SamplingFrequency": st.one_of(st.floats(), st.integers(), st.booleans(), st.text()),
            "rr": st.one_of(st.none(), st.fixed_dictionaries({"Units": st.text(max_size=4)})),
        },
    ).map(lambda told: json.dumps(told).encode()),
)


@settings(max_examples=300)
@given(st.lists(ROW, max_size=8).map("\n".join), TOLD, st.booleans())
def test_any_table_gives_intervals_or_a_problem(tmp_path_factory, rows, told, zipped):
    folder = tmp_path_factory.getbasetemp()
    path = folder / ("any_physio.tsv.gz" if zipped else "any_physio.tsv")
    raw = rows.encode("utf-8", "surrogatepass")
    path.write_bytes(gzip.compress(raw) if zipped else raw)
    (folder / "any_physio.json").write_bytes(told)
    try:
        read = read_rr_file(path)
    except UnreadableRecording:
        return
    assert len(read.rr_ms) > 0
    assert (read.rr_ms > 0).all()
