"""A session that goes out as JSON comes back as the identical session."""

import json
import math
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coherence_desktop.chart import Identified
from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Device,
    Ended,
    Note,
    PacketRejected,
    Rating,
    Started,
    encode_log,
)
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.session_adding import (
    Arriving,
    Outcome,
    SessionDiffers,
    SessionOfAnother,
    add_sessions,
)
from coherence_desktop.records.session_json import (
    SessionFileProblem,
    SessionHead,
    export_json,
    from_json,
    looks_like_session,
    read_json,
    to_json,
)

ID = "01JT5Q0QZ0ABCDEFGHJKMNPQRS"
HEAD = SessionHead(id=ID, vocabulary=2)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def events_of_every_kind(session_s: st.SearchStrategy) -> st.SearchStrategy:
    """Any event but the start, with any values that a library can hold."""
    kinds = [kind for kind in get_args(AnyEvent) if kind is not Started]
    return st.one_of(
        *(
            st.builds(
                kind,
                **{
                    field.name: session_s if field.name == "t" else value_of(field.type)
                    for field in msgspec.structs.fields(kind)
                },
            )
            for kind in kinds
        )
    )


def value_of(kind: object) -> st.SearchStrategy:
    if kind is str:
        return TEXT
    if kind is int:
        return st.integers(-(2**63), 2**63 - 1)
    if kind == dict[str, float]:
        return st.dictionaries(TEXT, st.floats(), max_size=3)
    if kind == tuple[str, ...]:
        return st.lists(TEXT, max_size=3).map(tuple)
    return st.from_type(kind)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rest=st.lists(events_of_every_kind(st.floats(0, 1e5)), max_size=12))
def test_any_log_comes_back_bit_for_bit(tmp_path_factory, rest):
    started = Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="Europe/Berlin",
        utc_offset_s=7200,
        app_version="0.1.0",
    )
    events = [started, *rest]
    path = tmp_path_factory.getbasetemp() / "session.json"
    head, read = from_json(to_json(HEAD, events), path)
    assert head == HEAD
    assert encode_log(read) == encode_log(events)


@pytest.fixture
def recorded(library, started, beats):
    """A session with everything that is hard to write as text."""
    session = library.start_session(started)
    recorder = Recorder(library, session)
    for event in (
        Device(0.2, name="Strap", address="A0:9E", model="polar_h10", serial="0A1B"),
        *beats(5000),
        PacketRejected(9.0, "malformed", bytes(range(256))),
        Rating(9.5, "distress", math.nan),
        Rating(9.6, "distress", -0.0),
        Rating(9.7, "distress", 0.1 + 0.2),
        Rating(9.8, "distress", 5e-324),
        Note(10.0, "ünder = 🙂\u2028\x00"),
    ):
        recorder.add(event)
    assert recorder.close().state == "closed"
    library.annotate(session, Note(3.0, "afterwards"))
    return session


def test_an_exported_session_makes_the_identical_one_in_another_library(
    library, recorded, key, tmp_path
):
    summary, events = library.session(recorded), library.events(recorded)
    (path,) = export_json(summary, events, tmp_path, "session")
    assert looks_like_session(path)
    with Library.create(tmp_path / "other.db", key) as other:
        head, read = read_json(path)
        arriving = Arriving(id=head.id, events=tuple(read), vocabulary=head.vocabulary)
        assert add_sessions(other, [arriving]) == [Outcome.ADDED]
        assert other.session(recorded) == summary
        assert encode_log(other.events(recorded)) == encode_log(events)
        assert add_sessions(other, [arriving, arriving]) == [Outcome.KNOWN] * 2
        assert len(other.sessions()) == 1


def test_the_client_is_left_out_unless_asked(library, recorded, tmp_path):
    summary = msgspec.structs.replace(library.session(recorded), client="01CLIENT")
    events = library.events(recorded)
    (path,) = export_json(summary, events, tmp_path, "without")
    assert "01CLIENT" not in path.read_text()
    (path,) = export_json(summary, events, tmp_path, "with", client_name="C-7")
    head, _ = read_json(path)
    assert (head.client, head.client_name) == ("01CLIENT", "C-7")


def test_bytes_are_base64_and_the_rest_is_plain_json(tmp_path, started):
    raw = to_json(HEAD, [started, PacketRejected(1.0, "malformed", b"\xff\x00")])
    document = json.loads(raw)
    assert document["events"][1] == {
        "event": "PacketRejected",
        "t": 1.0,
        "reason": "malformed",
        "raw": "/wA=",
    }


def test_another_layout_of_the_same_json_is_the_same_session(tmp_path, started):
    events = [started, Beat(1.0, 812.5, 1.25)]
    again = json.dumps(json.loads(to_json(HEAD, events)), sort_keys=True).encode()
    assert from_json(again, tmp_path / "x.json")[1] == events


CHANGES = {
    "a value": lambda d: d["events"][1].update(rr_ms=900.0),
    "an event left out": lambda d: d["events"].pop(),
    "another id": lambda d: d["session"].update(id="01JT5Q0QZ0ABCDEFGHJKMNPQRT"),
    "no id": lambda d: d["session"].update(id="../../x"),
    "an unknown event": lambda d: d["events"].append({"event": "Sneeze", "t": 1.0}),
    "no start": lambda d: d["events"].pop(0),
    "no checksum": lambda d: d.pop("sha256"),
    "a time zone of a week": lambda d: d["events"][0].update(utc_offset_s=604800),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_refused(tmp_path, started, change):
    document = json.loads(to_json(HEAD, [started, Beat(1.0, 812.5, 1.25), Ended(2.0)]))
    change(document)
    with pytest.raises(SessionFileProblem, match="was changed or damaged since"):
        from_json(json.dumps(document).encode(), tmp_path / "session.json")


@pytest.mark.parametrize(
    "newer", [{"version": 2, "shape": "new"}, {"session": {"id": ID, "vocabulary": 99}}]
)
def test_a_file_of_a_newer_version_is_refused_as_such(tmp_path, started, newer):
    document = json.loads(to_json(HEAD, [started])) | newer
    with pytest.raises(SessionFileProblem, match="comes from a newer version"):
        from_json(json.dumps(document).encode(), tmp_path / "session.json")


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"[" * 100_000, b'{"format": "x"}', b"\xff"])
def test_something_else_is_refused_as_foreign(tmp_path, raw):
    with pytest.raises(SessionFileProblem, match="is no session that this app wrote"):
        from_json(raw, tmp_path / "session.json")


def test_a_file_that_was_cut_off_is_refused_as_damaged(tmp_path, started):
    raw = to_json(HEAD, [started, Beat(1.0, 812.5, 1.25), Ended(2.0)])
    for length in (len(raw) // 3, len(raw) // 2, len(raw) - 4):
        with pytest.raises(SessionFileProblem, match="was changed or damaged since"):
            from_json(raw[:length], tmp_path / "session.json")


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_file_with_any_byte_changed_is_a_problem_or_the_same_session(data):
    from pathlib import Path

    started = Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0.1.0",
    )
    events = [started, Beat(1.0, 812.5, 1.25), Note(1.0, "calm")]
    raw = bytearray(to_json(HEAD, events))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        head, read = from_json(bytes(raw), Path("session.json"))
    except SessionFileProblem:
        return
    assert (head, read) == (HEAD, events)


def test_a_session_of_the_same_name_with_other_contents_changes_nothing(library, recorded):
    events = library.events(recorded)
    other = Arriving(id=recorded, events=(*events[:10], Beat(1.0, 1.0, 1.0), *events[11:]))
    new = Arriving(id=ID, events=tuple(events))
    with pytest.raises(SessionDiffers, match="Nothing was changed"):
        add_sessions(library, [new, other])
    assert [session.id for session in library.sessions()] == [recorded]
    assert encode_log(library.events(recorded)) == encode_log(events)


def test_a_session_that_is_here_stays_with_whom_it_is(library, recorded):
    events = tuple(library.events(recorded))
    client = Charts(library).add([Identified("2026-05-01T09:00:00+00:00", name="M-014")])
    other = Charts(library).add([Identified("2026-05-01T09:00:00+00:00", name="M-015")])
    add_sessions(library, [Arriving(id=ID, events=events)], client=client)
    for whose in (client, ""):
        again = add_sessions(library, [Arriving(id=ID, events=events)], client=whose)
        assert again == [Outcome.KNOWN]
        assert library.session(ID).client == client
    with pytest.raises(SessionOfAnother, match="with another client or none"):
        add_sessions(library, [Arriving(id=ID, events=events)], client=other)
    assert library.session(ID).client == client


def test_what_was_written_into_a_session_since_comes_along(library, recorded):
    events = library.events(recorded)
    library.annotate(recorded, Note(1.0, "written here"))
    there = Arriving(id=recorded, events=(*events, Note(2.0, "written there")))
    assert add_sessions(library, [there, there]) == [Outcome.EXTENDED, Outcome.KNOWN]
    assert library.events(recorded)[-2:] == [Note(1.0, "written here"), Note(2.0, "written there")]
    assert library.session(recorded).events == len(events) + 2


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(SessionFileProblem, match="too large"):
        read_json(path)
