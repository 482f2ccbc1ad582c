"""Sessions go out by the command line, in every format, with the files named on stdout."""

import json
from pathlib import Path

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Beat, Ended, Marker, Note, Phase, Rating, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder

FORMATS = ("bids", "edf", "csv", "rr", "json")


@pytest.fixture
def library(tmp_path: Path, env) -> Path:
    """A library with two sessions of a client and one of nobody."""
    path = tmp_path / "library.db"
    with Library.create(path, Passphrase(env["COHERENCE_LIBRARY_KEY"])) as opened:
        client = Charts(opened).add([Identified("2026-05-01T09:00:00+00:00", name="Client M-014")])
        for hour, whose in ((9, client), (10, client), (11, "")):
            started = Started(
                0.0,
                started_utc=f"2026-05-22T{hour:02d}:00:00.250000+00:00",
                timezone="UTC",
                utc_offset_s=0,
                app_version="0.1.0",
            )
            recorder = Recorder(opened, opened.start_session(started, client=whose))
            recorder.add(Phase(0.5, "breathe"))
            for number in range(1, 61):
                recorder.add(Beat(number * 0.8125, 812.5, number * 0.8125))
            recorder.add(Rating(20.0, "distress", 40.0))
            recorder.add(Marker(21.0, "=1+1"))
            recorder.add(Note(22.0, "about sleep"))
            recorder.add(Ended(50.0))
            assert recorder.close().state == "closed"
    return path


def write(run, library, *more, code=0):
    ended = run("export", *more, "--library", library, "--json")
    assert ended.code == code, ended.stderr
    return ended


@pytest.mark.parametrize("to", FORMATS)
def test_the_files_of_each_format_are_named(run, library, tmp_path, to):
    out = tmp_path / "out"
    ended = write(run, library, "last", "--to", to, "--out", out)
    files = [Path(file) for file in ended.json["files"]]
    assert sorted(files) == sorted(path for path in out.rglob("*") if path.is_file())
    assert ended.stderr == ""


@pytest.mark.parametrize("to", FORMATS)
def test_all_sessions_of_a_client_go_out_under_no_name_unless_asked(run, library, tmp_path, to):
    for asked in (False, True):
        out = tmp_path / f"out-{asked}"
        more = ("--client", "client m-014", "--to", to, "--out", out)
        ended = write(run, library, *more, *(["--with-names"] if asked else []))
        files = [Path(file) for file in ended.json["files"]]
        told = "".join(f"{f.relative_to(out)}" + f.read_bytes().decode("latin-1") for f in files)
        assert ("M-014" in told or "M014" in told) is asked
    each = {"bids": "*_events.tsv", "csv": "*_beats.csv", "rr": "*.txt"}.get(to, f"*.{to}")
    assert len(list(out.rglob(each))) == 2


def test_two_sessions_by_their_ids_are_one_dataset(run, library, tmp_path):
    found = run("sessions", "--library", library, "--json").json["sessions"]
    ids = [session["id"] for session in found[:2]]
    write(run, library, *ids, "--to", "bids", "--out", tmp_path / "study")
    told = json.loads((tmp_path / "study" / "dataset_description.json").read_text())
    assert told["DatasetType"] == "raw"
    assert len(list((tmp_path / "study").glob("sub-*"))) == 2


def test_private_words_are_written_only_when_asked(run, library, tmp_path):
    for asked, words in (((), False), (("--private-notes",), True)):
        out = tmp_path / f"out{words}"
        write(run, library, "last", "--to", "csv", "--out", out, *asked)
        (path,) = out.glob("*_events.csv")
        assert ("about sleep" in path.read_text()) is words
        assert "'=1+1" in path.read_text()


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_is_replaced_unasked(run, library, tmp_path, to):
    first = write(run, library, "last", "--to", to, "--out", tmp_path / "out").json["files"]
    before = {file: Path(file).read_bytes() for file in first}
    ended = write(run, library, "last", "--to", to, "--out", tmp_path / "out", code=1)
    assert (ended.stdout, ended.stderr.count("\n")) == ("", 1)
    assert "already" in ended.stderr
    assert {file: Path(file).read_bytes() for file in first} == before
    write(run, library, "last", "--to", to, "--out", tmp_path / "out", "--replace")


@pytest.mark.parametrize("wrong", [(), ("last", "--client", "M")])
def test_sessions_or_a_client_are_named(run, library, tmp_path, wrong):
    ended = write(run, library, *wrong, "--to", "rr", "--out", tmp_path / "out", code=2)
    assert "--client" in ended.stderr


def test_a_client_without_sessions_is_told(run, library, tmp_path, env):
    with Library.open(library, Passphrase(env["COHERENCE_LIBRARY_KEY"])) as opened:
        Charts(opened).add([Identified("2026-05-02T09:00:00+00:00", name="Client 2")])
    ended = write(run, library, "--client", "Client 2", "--to", "rr", "--out", tmp_path, code=1)
    assert "no session of client 'Client 2'" in ended.stderr
