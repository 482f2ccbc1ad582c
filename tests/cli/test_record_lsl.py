"""`record` with the lab's streams: listens to one by liblsl, and serves its own."""

import uuid
from pathlib import Path

import pytest
import pyxdf

from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library

RR_MS = [500.0 + k / 1.024 for k in range(60)]


@pytest.fixture
def library(tmp_path) -> Path:
    return tmp_path / "library.db"


def test_a_stream_is_recorded_and_streamed_on(
    start, run, lsl_outlet, other_program, library, env, tmp_path
):
    name = f"lab {uuid.uuid4().hex[:8]}"
    lsl_outlet(name, RR_MS)
    recording = start(
        *("record", "--from-lsl", name, "--lsl", "--library", library, "--json"),
        *("--seconds", 14),
    )
    recording.says("has begun")
    session_id = recording.told.partition("Session ")[2].partition(" ")[0]
    xdf = tmp_path / "lab.xdf"
    lab = other_program("recorder.py", xdf, session_id, 4)
    assert lab.line() == "4"
    ended = recording.end()
    lab.end()
    assert ended.code == 0, ended.stderr
    beats = ended.json["beats"]
    assert beats > 15
    assert ended.json["device"]["name"] == name
    assert f"Stream: {name}" in ended.stderr
    assert ended.json["gaps"] == []

    exported = run("export", "last", "--to", "rr", "--out", tmp_path, "--library", library)
    kept = [float(line) for line in Path(exported.stdout.strip()).read_text().split()]
    assert kept == pytest.approx(RR_MS[:beats], abs=1e-6)
    with Library.open(library, parse_key(env["COHERENCE_LIBRARY_KEY"])) as opened:
        assert opened.session(session_id).source == "lsl"

    streams, _ = pyxdf.load_xdf(xdf, dejitter_timestamps=False, verbose=False)
    (rr,) = (one for one in streams if one["info"]["type"] == ["RR"])
    streamed = rr["time_series"][:, 0].tolist()
    assert len(streamed) > 10
    assert streamed == RR_MS[beats - len(streamed) : beats]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--device", "x", "--from-lsl", "y"),
        ("--from-lsl", " "),
    ],
)
def test_a_strap_and_a_stream_exclude_each_other(run, library, arguments):
    ended = run("record", *arguments, "--library", library)
    assert ended.code == 2
    assert not library.exists()


def test_all_networks_at_once_are_refused_before_anything_is_kept(run, library):
    ended = run(
        "record", "--device", "x", "--lsl", "--lsl-address", "0.0.0.0", "--library", library
    )
    assert ended.code == 1
    assert ended.stderr.startswith("'0.0.0.0' is not the address of one network.")
    assert not library.exists()
