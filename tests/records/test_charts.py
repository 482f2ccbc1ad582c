"""Charts are kept whole, shared between processes, and deleted for good."""

import signal
import subprocess
import sys
import time

import pytest

from coherence_desktop.chart import (
    Archived,
    CeilingSet,
    Described,
    HierarchyArranged,
    Identified,
    Screened,
    Step,
    TriedOnce,
    Unarchived,
    UndecodableEntry,
)
from coherence_desktop.events import Note, Started
from coherence_desktop.records import charts as charts_module
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.cipher import PAGE_SIZE, connect
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    ChartUnreadable,
    ClientGone,
    ClientInSession,
    LibraryDamaged,
    LibraryGone,
    SessionNotFound,
)
from coherence_desktop.records.recorder import Recorder

AT = "2026-05-01T08:00:00+00:00"
LATER = "2026-05-08T08:00:00+00:00"

WRITER = """
import sys
from pathlib import Path
from coherence_desktop.chart import CeilingSet
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library

path, key, client, first, last = sys.argv[1:]
with Library.open(Path(path), parse_key(key)) as library:
    charts = Charts(library)
    for number in range(int(first), int(last)):
        charts.append(client, CeilingSet("", bpm=number), CeilingSet("again", bpm=number))
        print(number, flush=True)
"""


@pytest.fixture
def charts(library) -> Charts:
    return Charts(library)


@pytest.fixture
def writer(path, key):
    """Start a process that appends two entries for each number, and tells of each pair kept."""
    started: list[subprocess.Popen] = []

    def start(client: str, first: int, last: int) -> subprocess.Popen:
        arguments = [str(path), key.as_text(), client, str(first), str(last)]
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def record(library: Library, started: Started, client: str, text: str = "") -> str:
    recorder = Recorder(library, library.start_session(started, client=client))
    recorder.add(Note(1.0, text))
    recorder.close()
    return recorder.session_id


def test_a_chart_is_read_back_exactly_and_in_order(charts, library, path, key):
    first = [
        Identified(AT, "Dr. B", name="c-17"),
        Screened(AT, answers={"heart": None, "neck": True}),
    ]
    later = [
        TriedOnce(AT, exercise_id="spinning", duration_s=20.5, sensation=6, distress=55.0),
        HierarchyArranged(AT, steps=(Step(id="s1", title="Stairs, ünïcode 心"),)),
        CeilingSet(AT, bpm=None),
    ]
    client = charts.add(first)
    other = charts.add([Identified(AT, name="c-18")])
    charts.append(client, *later)
    charts.append(other, Described(AT, notes="not theirs"))
    assert charts.entries(client) == [*first, *later]
    library.close()
    with Library.open(path, key) as again:
        assert Charts(again).entries(client) == [*first, *later]


def test_the_list_shows_names_who_is_archived_and_what_there_was(charts, library, started):
    zoe = charts.add([Identified(AT, name="Zoe"), Archived(AT)])
    adam = charts.add([Identified(AT, name="c-3", date_of_birth="1990-02-28")])
    charts.append(adam, Identified(LATER, name="adam", date_of_birth="1991-02-28"))
    back = charts.add([Identified(AT, name="Ben"), Archived(AT), Unarchived(LATER)])
    record(library, started, adam)
    heads = charts.clients()
    assert [(head.id, head.name, head.archived) for head in heads] == [
        (adam, "adam", False),
        (back, "Ben", False),
        (zoe, "Zoe", True),
    ]
    first = heads[0]
    assert (first.date_of_birth, first.entries) == ("1991-02-28", 2)
    assert (first.first_entry_utc, first.last_entry_utc) == (AT, LATER)
    assert [head.sessions for head in heads] == [1, 0, 0]
    assert first.last_session_utc == started.started_utc
    assert library.session().client == adam


def test_a_client_without_a_single_entry_is_listed_too(charts):
    client = charts.add([])
    assert [(head.id, head.name) for head in charts.clients()] == [(client, "")]
    assert charts.entries(client) == []


def test_a_client_deleted_elsewhere_is_told_and_nothing_comes_back(charts, path, key):
    client = charts.add([Identified(AT, name="c-17")])
    with Library.open(path, key) as elsewhere:
        Charts(elsewhere).delete(client)
    with pytest.raises(ClientGone, match="was deleted in another window") as gone:
        charts.append(client, Described(AT, notes="too late"))
    assert gone.value.value == client
    with pytest.raises(ClientGone):
        charts.entries(client)
    with pytest.raises(ClientGone):
        charts.delete(client)
    assert charts.clients() == []


def test_sessions_of_a_deleted_client_stay_under_the_id_alone(charts, library, started):
    client = charts.add([Identified(AT, name="c-17")])
    session = record(library, started, client)
    charts.delete(client)
    assert library.session(session).client == client
    assert len(library.events(session)) == 3


def test_sessions_of_a_deleted_client_go_too_if_that_is_wanted(charts, library, started):
    client, other = (charts.add([Identified(AT, name=name)]) for name in ("c-17", "c-18"))
    session = record(library, started, client)
    kept = record(library, started, other)
    charts.delete(client, with_sessions=True)
    assert [summary.id for summary in library.sessions()] == [kept]
    with pytest.raises(SessionNotFound):
        library.events(session)
    assert len(library.events(kept)) == 3
    assert [head.sessions for head in charts.clients()] == [1]


def test_a_session_that_is_being_recorded_is_not_deleted_under_the_recorder(
    charts, library, started
):
    client = charts.add([Identified(AT, name="c-17")])
    earlier = record(library, started, client)
    session = library.start_session(started, client=client)
    with pytest.raises(ClientInSession, match="Nothing was deleted"):
        charts.delete(client, with_sessions=True)
    assert {summary.id for summary in library.sessions()} == {earlier, session}
    assert len(charts.entries(client)) == 1


def plain_pages(path, key) -> bytes:
    """Decrypt every page of the file, those that are not in use too (SQLCipher 4's layout)."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")
    raw = path.read_bytes()
    cipher_key = key.raw(raw[:16])
    reserved = 80
    plain = []
    for start in range(0, len(raw), PAGE_SIZE):
        page = raw[start : start + PAGE_SIZE]
        body = page[16 if start == 0 else 0 : PAGE_SIZE - reserved]
        vector = page[PAGE_SIZE - reserved : PAGE_SIZE - reserved + 16]
        mode = ciphers.modes.CBC(vector)
        decryptor = ciphers.Cipher(ciphers.algorithms.AES(cipher_key), mode).decryptor()
        plain.append(decryptor.update(body) + decryptor.finalize())
    return b"".join(plain)


def test_nothing_of_a_deleted_client_is_left_in_the_file_even_for_who_has_the_key(
    charts, library, path, key, started
):
    stays = charts.add([Identified(AT, name="somebody who stays")])
    client = charts.add([Identified(AT, name="somebody who goes")])
    charts.append(client, Described(AT, notes="a long and private story " * 400))
    record(library, started, client, "a private sentence")
    record(library, started, stays)
    charts.delete(client, with_sessions=True)
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size == 0
    plain = plain_pages(path, key)
    assert b"somebody who stays" in plain
    for trace in (b"somebody who goes", b"private story", b"private sentence", client.encode()):
        assert trace not in plain


def test_two_processes_append_at_the_same_time_and_nothing_is_lost(charts, writer):
    client = charts.add([Identified(AT, name="c-17")])
    both = [writer(client, first, first + 40) for first in (0, 1000)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    _, *entries = charts.entries(client)
    values = [entry.bpm for entry in entries]
    assert values[::2] == values[1::2], "the two entries of one append stay together"
    assert [value for value in values[::2] if value < 1000] == list(range(40))
    assert [value for value in values[::2] if value >= 1000] == list(range(1000, 1040))


def test_a_process_killed_while_it_appends_leaves_whole_appends_only(charts, writer):
    client = charts.add([Identified(AT, name="c-17")])
    for turn in range(3):
        before = len(charts.entries(client))
        process = writer(client, 0, 100_000)
        assert process.stdout is not None
        told = [process.stdout.readline()]
        time.sleep(0.02 * turn)
        process.send_signal(signal.SIGKILL)
        told += process.communicate(timeout=60)[0].splitlines()
        values = [entry.bpm for entry in charts.entries(client)[before:]]
        assert values[::2] == values[1::2] == list(range(len(values) // 2))
        assert len(told) <= len(values) // 2 <= len(told) + 1, "what was told of is kept"


def test_an_entry_that_could_not_be_read_back_is_not_written(charts):
    client = charts.add([Identified(AT, name="c-17")])
    with pytest.raises(UndecodableEntry):
        charts.append(client, Described(AT, notes="good"), CeilingSet(AT, bpm="fast"))
    assert len(charts.entries(client)) == 1


def test_entries_of_a_newer_version_are_told_and_the_other_clients_are_there(charts, monkeypatch):
    known = charts.add([Identified(AT, name="c-17")])
    newer = charts.add([Identified(AT, name="c-18")])
    with monkeypatch.context() as patch:
        patch.setattr(charts_module, "_body", lambda entries: b"\x91\x81\xa5entry\xa3New")
        charts.append(newer, Archived(AT))
    with pytest.raises(ChartUnreadable, match="newer version"):
        charts.entries(newer)
    heads = {head.id: head for head in charts.clients()}
    assert (heads[known].readable, heads[newer].readable) == (True, False)
    assert heads[newer].name == "c-18"


def test_a_damaged_chart_is_told_and_the_other_clients_are_there(charts, path, key):
    client = charts.add([Identified(AT, name="c-17")])
    other = charts.add([Identified(AT, name="c-18")])
    connection = connect(path, key.raw(b""))
    connection.execute("UPDATE chart_entries SET body = zeroblob(length(body)) WHERE number = 1")
    connection.close()
    with pytest.raises(LibraryDamaged):
        charts.entries(client)
    assert [(head.id, head.readable) for head in charts.clients()] == [
        (client, False),
        (other, True),
    ]


def test_nothing_is_appended_to_a_library_that_was_moved_away(charts, path):
    client = charts.add([Identified(AT, name="c-17")])
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(LibraryGone):
        charts.append(client, Archived(AT))
    with pytest.raises(LibraryGone):
        charts.add([Identified(AT, name="c-18")])
