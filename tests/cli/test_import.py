"""Recordings and exported sessions come into the library, as a script sees it."""

import gzip
import json
from pathlib import Path

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Beat
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library


@pytest.fixture
def library(tmp_path, env):
    path = tmp_path / "library.db"
    Library.create(path, Passphrase(env["COHERENCE_LIBRARY_KEY"])).close()
    return path


@pytest.fixture
def opened(library, env):
    def open_it() -> Library:
        return Library.open(library, Passphrase(env["COHERENCE_LIBRARY_KEY"]))

    return open_it


@pytest.fixture
def rr_file(tmp_path):
    path = tmp_path / "three.txt"
    path.write_text("800\n810\n790\n")
    return path


def test_a_recording_becomes_a_session_with_its_beats(run, library, opened, rr_file):
    ended = run("import", rr_file, "--library", library, "--json")
    assert (ended.code, ended.stderr) == (0, "")
    (session,) = ended.json["sessions"]
    assert session == {"id": session["id"], "beats": 3, "duration_s": 2.4, "source": "import"}
    with opened() as found:
        notes = [e.text for e in found.events(session["id"]) if hasattr(e, "text")]
        assert notes[0].startswith("Read from three.txt.")
        assert found.session().state == "complete"
    measured = run("analyze", f"session:{session['id']}", "--library", library, "--json")
    assert measured.json["beats"] == 3


@pytest.mark.parametrize("to", ["bids", "edf", "csv"])
def test_the_name_of_the_file_is_kept_and_goes_out_only_when_asked(run, library, tmp_path, to):
    path = tmp_path / "Anna Muster.txt"
    path.write_text("800\n810\n790\n")
    assert run("import", path, "--library", library).code == 0
    for asked, told in (((), False), (("--private-notes",), True)):
        out = tmp_path / f"out-{told}"
        run("export", "last", "--to", to, "--out", out, *asked, "--library", library)
        raw = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
        assert (b"Anna Muster" in raw) is told
        assert b"intervals" in raw


def test_a_real_recording_measures_the_same_as_its_file(run, library, recordings):
    path = recordings / "rr" / "physio_1.txt"
    (session,) = run("import", path, "--library", library, "--json").json["sessions"]
    of_file = run("analyze", path, "--json").json
    of_session = run("analyze", "session:last", "--library", library, "--json").json
    assert of_session["beats"] == of_file["beats"] == session["beats"]
    assert of_session["time"] == of_file["time"]
    assert of_session["quality"] == of_file["quality"]


def test_gzipped_files_and_a_stated_start_are_taken(run, library, opened, tmp_path):
    path = tmp_path / "rr.txt.gz"
    path.write_bytes(gzip.compress(b"800\n810\n790\n"))
    began = "2026-05-01T08:30:00"
    ended = run("import", path, "--started", began, "--library", library, "--json", TZ="UTC")
    assert ended.code == 0, ended.stderr
    with opened() as found:
        assert found.session().started_utc.startswith("2026-05-01T08:30:00")


def test_an_import_goes_to_the_client_that_is_named(run, library, opened, rr_file):
    with opened() as found:
        Charts(found).add([Identified("2026-05-01T08:00:00+00:00", name="C-7")])
    ended = run("import", rr_file, "--client", "c-7", "--library", library, "--json")
    assert ended.code == 0, ended.stderr
    with opened() as found:
        (head,) = Charts(found).clients()
        assert head.sessions == 1
    (listed,) = run("sessions", "--library", library, "--json").json["sessions"]
    assert (listed["client"], listed["source"]) == (head.id, "import")
    ended = run("import", rr_file, "--client", "C-8", "--library", library, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == ("There is no client 'C-8' in this library. Check the name or code.\n")


def test_one_unreadable_file_among_several_leaves_the_library_as_it_was(
    run, library, opened, rr_file, tmp_path
):
    bad = tmp_path / "bad.txt"
    bad.write_text("no intervals\n")
    ended = run("import", rr_file, bad, "--library", library, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    with opened() as found:
        assert found.sessions() == []


def test_json_goes_out_and_comes_into_another_library_as_the_same_session(
    run, library, rr_file, tmp_path, env
):
    (session,) = run("import", rr_file, "--library", library, "--json").json["sessions"]
    out = run("export", "last", "--to", "json", "--out", tmp_path, "--library", library, "--json")
    assert out.code == 0, out.stderr
    (path,) = out.json["files"]
    assert path.endswith(f"session-{session['id'].lower()}.json")
    other = tmp_path / "other.db"
    for _ in range(2):
        ended = run("import", path, "--library", other, "--json")
        assert ended.code == 0, ended.stderr
        assert ended.json == {"sessions": [session]}
    key = Passphrase(env["COHERENCE_LIBRARY_KEY"])
    with Library.open(library, key) as first, Library.open(other, key) as second:
        assert first.sessions() == second.sessions()
        assert first.events(session["id"]) == second.events(session["id"])


@pytest.mark.parametrize("to", ["bids", "edf", "csv", "rr"])
def test_what_went_out_in_any_format_comes_in_with_the_same_intervals(
    run, library, opened, recordings, tmp_path, to
):
    path = recordings / "rr" / "physio_1.txt"
    run("import", path, "--library", library)
    out = run("export", "last", "--to", to, "--out", tmp_path, "--library", library, "--json")
    (exported,) = (
        one
        for one in out.json["files"]
        if one.endswith(("_events.tsv", ".edf", "_beats.csv", ".txt"))
    )
    ended = run("import", exported, "--library", library, "--json")
    assert (ended.code, ended.stderr) == (0, "")
    with opened() as found:
        first, second = (
            [e.rr_ms for e in found.events(one.id) if isinstance(e, Beat)]
            for one in found.sessions()
        )
    if to == "edf":  # its beats are moments; the first interval begins before any of them
        assert max(abs(a - b) for a, b in zip(first[-100:], second[-100:], strict=True)) < 0.01
    else:
        assert first == second


def test_a_changed_json_file_is_refused_in_one_line(run, library, rr_file, tmp_path):
    run("import", rr_file, "--library", library, "--json")
    out = run("export", "last", "--to", "json", "--out", tmp_path, "--library", library, "--json")
    path = Path(out.json["files"][0])
    document = json.loads(path.read_text())
    next(event for event in document["events"] if "rr_ms" in event)["rr_ms"] += 1
    path.write_text(json.dumps(document))
    ended = run("import", path, "--library", library, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert "was changed or damaged since it was written" in ended.stderr
    assert ended.stderr.count("\n") == 1
