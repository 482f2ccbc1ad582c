"""An export holds only some of the raw signals at a time, however long the session is."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count

import numpy as np
import pytest

from coherence_desktop.events import AccelerationChunk, EcgChunk, Ended, Note
from coherence_desktop.records import session_rows
from coherence_desktop.records.export import (
    ExportCancelled,
    ExportFormat,
    SessionToExport,
    export_sessions,
)
from coherence_desktop.records.session_adding import Arriving, add_sessions
from coherence_desktop.records.session_json import SessionHead, from_json, json_pieces, to_json
from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg
from coherence_desktop.ui.export.source import readers

ID = "01JV0000000000000000000001"
WITH_RAW = (ExportFormat.BIDS, ExportFormat.EDF, ExportFormat.JSON)


def chunks(length_s):
    """Made as they are asked for, in the order of time."""
    noise = np.random.default_rng(1)
    uv, mg = noise.integers(-900, 900, 80), noise.integers(-990, 990, (80, 3))
    for second in range(int(length_s) - 1):
        turn = np.arange(second, second + 130)
        yield EcgChunk(second + 0.1, rate_hz=130.0, samples=pack_ecg(uv[turn % 80]))
        mine = pack_acceleration(mg[turn[:50] % 80])
        yield AccelerationChunk(second + 0.2, rate_hz=50.0, samples=mine)


@pytest.fixture
def long_session(session_of, started) -> Callable[[float], SessionToExport]:
    """A session whose raw signals are made each time that its log is read."""

    def make(length_s: float) -> SessionToExport:
        first, second, *_ = chunks(3.0)
        known = session_of([started, first, second, Ended(length_s)])
        return replace(known, log=lambda: chain([started], chunks(length_s), [Ended(length_s)]))

    return make


@pytest.mark.parametrize("to", WITH_RAW)
def test_three_times_the_length_takes_no_more_memory(tmp_path, long_session, to):
    def most(length_s):
        session = long_session(length_s)
        tracemalloc.start()
        try:
            export_sessions({to: tmp_path / f"{length_s}"}, [lambda: session])
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(10.0)  # what is loaded once
    assert most(4500.0) < 1.3 * most(1500.0)


@pytest.mark.parametrize("to", WITH_RAW)
def test_a_cancel_among_the_raw_signals_leaves_nothing(tmp_path, long_session, to):
    session = long_session(400.0)
    asked = count()
    export_sessions(
        {to: tmp_path / "whole"}, [lambda: session], cancelled=lambda: not next(asked) + 1
    )
    total = next(asked)
    for last in (total // 2, total - 2):
        asked = count()
        with pytest.raises(ExportCancelled):
            export_sessions(
                {to: tmp_path / "none"},
                [lambda: session],
                cancelled=lambda asked=asked, last=last: next(asked) >= last,
            )
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]


@pytest.fixture
def kept(library, started):
    """A session in a library, in several rows."""
    events = [started, *chunks(1500.0), Ended(1500.0)]
    add_sessions(library, [Arriving(id=ID, events=tuple(events))])
    return events


def test_a_log_is_read_row_by_row(library, kept, monkeypatch):
    decoded, decode_log = [], session_rows.decode_log

    def counted(body):
        decoded.append(len(body))
        return decode_log(body)

    monkeypatch.setattr(session_rows, "decode_log", counted)
    stream = library.stream(ID)
    assert next(stream) == kept[0]
    assert len(decoded) == 1
    assert list(stream) == kept[1:]
    assert len(decoded) > 1


def test_of_a_session_to_export_only_the_ends_of_its_raw_signals_are_held(library, kept):
    (read,) = readers(library, [library.session(ID)], {})
    session = read()
    raw = [event for event in kept if isinstance(event, EcgChunk | AccelerationChunk)]
    assert session.events == [kept[0], *raw[:2], *raw[-2:], kept[-1]]
    assert session.duration_s == 1500.0
    library.annotate(ID, Note(3.0, "Written while it is exported."))
    assert list(session.whole()) == kept


def test_json_in_pieces_is_that_of_the_whole(tmp_path, started):
    head = SessionHead(id=ID, vocabulary=2)
    for length in (0, 1, 14, 15, 16, 70_000):
        events = [started, *(Ended(float(at)) for at in range(length))][: length + 1]
        raw = b"".join(json_pieces(head, lambda events=events: iter(events)))
        assert raw == to_json(head, events)
        assert from_json(raw, tmp_path / "x.json") == (head, events)
