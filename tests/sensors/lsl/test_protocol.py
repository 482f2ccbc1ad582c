"""What a reader of streams understands, byte by byte."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.sensors.lsl.info import parse_full_info, parse_info
from coherence_desktop.sensors.lsl.protocol import (
    NotUnderstood,
    Samples,
    parse_feed_header,
    parse_stream_answer,
    parse_time_answer,
)

INFO = b"""<?xml version="1.0"?>
<info><name>Belt</name><type>RR</type><channel_count>2</channel_count>
<channel_format>float32</channel_format><source_id>b7</source_id><nominal_srate>0</nominal_srate>
<uid>u-1</uid><hostname>lab-pc</hostname><v4data_port>16580</v4data_port>
<v4service_port>16581</v4service_port><desc>%s</desc></info>"""
TEST_TIME_S = 123456.789


def sample(order: str, form: str, t: float | None, *values: float) -> bytes:
    head = b"\x01" if t is None else b"\x02" + struct.pack(f"{order}d", t)
    return head + struct.pack(f"{order}{len(values)}{form}", *values)


def begun(order: str = "<", form: str = "float32", letter: str = "f", rate_hz: float = 0.0):
    samples = Samples(form, 2, order, rate_hz)
    assert samples.feed(sample(order, letter, TEST_TIME_S, 1, 2) * 2) == []
    return samples


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("form", "letter"),
    [("float32", "f"), ("double64", "d"), ("int8", "b"), ("int16", "h"), ("int32", "i"),
     ("int64", "q")],
)  # fmt: skip
def test_every_format_is_read_in_either_byte_order(order, form, letter):
    samples = begun(order, form, letter)
    assert samples.feed(sample(order, letter, 7.5, 81, -3)) == [(7.5, (81, -3))]


@given(st.lists(st.integers(0, 60), max_size=12))
def test_samples_are_the_same_whatever_pieces_they_come_in(cuts):
    raw = b"".join(sample("<", "f", 10.0 + k, k, -k) for k in range(3))
    samples, found, at = begun(), [], 0
    for cut in [*sorted(cuts), len(raw)]:
        found += samples.feed(raw[at:cut])
        at = max(at, cut)
    assert found == [(10.0 + k, (k, -k)) for k in range(3)]


def test_a_sample_without_a_time_follows_the_one_before_at_the_rate():
    samples = begun(rate_hz=4.0)
    raw = sample("<", "f", 2.0, 0, 0) + sample("<", "f", None, 1, 1)
    assert [t for t, _ in samples.feed(raw)] == [2.0, 2.25]
    bundle = begun()
    assert [t for t, _ in bundle.feed(raw)] == [2.0, 2.0]


@pytest.mark.parametrize(("size", "letter"), [(1, "B"), (4, "I"), (8, "Q")])
def test_texts_are_read_with_each_kind_of_length(size, letter):
    def text(word: str) -> bytes:
        raw = word.encode()
        return bytes((size,)) + struct.pack(f"<{letter}", len(raw)) + raw

    samples = Samples("string", 2, "<", 0.0)
    test = b"\x02" + struct.pack("<d", TEST_TIME_S) + text("10") + text("-11")
    raw = b"\x02" + struct.pack("<d", 3.0) + text("812.5") + text("é")
    assert samples.feed(test * 2 + raw) == [(3.0, ("812.5", "é"))]


def test_bytes_that_are_no_samples_are_refused():
    with pytest.raises(NotUnderstood, match="test samples differ"):
        Samples("float32", 2, "<", 0.0).feed(sample(">", "f", TEST_TIME_S, 1, 2))
    with pytest.raises(NotUnderstood, match="cannot begin"):
        begun().feed(b"\x07")
    with pytest.raises(NotUnderstood, match="a text of"):
        Samples("string", 1, "<", 0.0).feed(b"\x02" + bytes(8) + b"\x04\xff\xff\xff\x7f")
    with pytest.raises(NotUnderstood, match="values of the kind"):
        Samples("complex", 1, "<", 0.0)
    for time_s in (float("nan"), float("inf")):
        with pytest.raises(NotUnderstood, match="a time"):
            begun().feed(sample("<", "f", time_s, 1, 2))


def test_a_stream_that_refuses_is_understood_to_do_so():
    assert parse_feed_header(b"LSL/110 200 OK\r\nByte-Order: 4321\r\n\r\n") == ">"
    for refused in (b"LSL/110 404 Not found\r\n\r\n", b"", b"LSL/110 200 OK\r\nByte-Order: 2143"):
        with pytest.raises(NotUnderstood):
            parse_feed_header(refused)


def test_a_description_tells_where_the_stream_is_and_what_it_has():
    channels = (
        b"<channels><channel><label>HR</label><unit>bpm</unit></channel>"
        b"<channel><label>RR</label><unit>ms</unit><type>RR</type></channel></channels>"
        b"<acquisition><manufacturer>Belt Works</manufacturer></acquisition>"
    )
    info = parse_info(parse_stream_answer(b"77\r\n" + INFO % b"", "77"), "10.0.0.5")
    assert (info.name, info.kind, info.source_id) == ("Belt", "RR", "b7")
    assert (info.address, info.data_port, info.service_port) == ("10.0.0.5", 16580, 16581)
    full = parse_full_info(INFO % channels, info.channels)
    assert (full.labels, full.units) == (("HR", "RR"), ("bpm", "ms"))
    assert full.manufacturer == "Belt Works"
    assert parse_full_info(INFO % b"", 2).labels == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<info>",
        (INFO % b"").replace(b"16580", b"0"),
        (INFO % b"").replace(b"16580", b"99999"),
        (INFO % b"").replace(b">2<", b">two<"),
        (INFO % b"").replace(b">2<", b">0<"),
        (INFO % b"").replace(b">2<", b">2000000000<"),
        (INFO % b"").replace(b'"1.0"', b'"1.0" encoding="foo"'),
        (INFO % b"").replace(b'"1.0"', b'"1.0" encoding="shift_jis"'),
        (INFO % b"").replace(b"<info>", b"<!DOCTYPE info [<!ENTITY a 'aa'>]><info>"),
    ],
)
def test_a_description_that_is_none_is_refused(wrong):
    with pytest.raises(NotUnderstood):
        parse_info(wrong, "10.0.0.5")


@given(
    st.text("abcdefghijklmnopqrstuvwxyz0123456789_-.", min_size=1, max_size=12)
    | st.sampled_from(["shift_jis", "hex", "idna", "utf-7", "cp037", "undefined", "utf-16"])
)
def test_no_encoding_that_a_description_claims_does_harm(encoding):
    raw = (INFO % b"").replace(b'"1.0"', f'"1.0" encoding="{encoding}"'.encode())
    for read in (lambda: parse_info(raw, "10.0.0.5"), lambda: parse_full_info(raw, 2)):
        with contextlib.suppress(NotUnderstood):
            read()


@given(st.integers(0, len(INFO) - 1), st.binary(max_size=8), st.integers(0, 40))
def test_no_description_that_came_damaged_does_harm(at, put_in, left_out):
    whole = INFO % b"<channels><channel><label>RR</label></channel></channels>"
    raw = whole[:at] + put_in + whole[at + left_out :]
    for read in (lambda: parse_info(raw, "10.0.0.5"), lambda: parse_full_info(raw, 2)):
        with contextlib.suppress(NotUnderstood):
            read()


def test_answers_to_something_else_are_refused():
    with pytest.raises(NotUnderstood):
        parse_stream_answer(b"78\r\n" + INFO % b"", "77")
    assert parse_time_answer(b" 3 1.5 2.5 2.75") == (3, 1.5, 2.5, 2.75)
    for wrong in (b"", b"3 1.5 2.5", b"a b c d", b"\xff\xff", b"3 nan 1 2", b"3 1 inf 2"):
        with pytest.raises(NotUnderstood):
            parse_time_answer(wrong)


def test_a_clock_that_is_ahead_is_brought_back_to_ours(monkeypatch):
    from coherence_desktop.sensors.lsl import time_compare

    info = parse_info(INFO % b"", "127.0.0.1")
    compare = time_compare.TimeCompare(info, "127.0.0.1")
    now_s = 1000.0
    monkeypatch.setattr(time_compare, "local_clock", lambda: now_s)
    # Theirs is 50 s ahead; the way there takes 0.01 s, the way back 0.01 s, or once 0.2 s.
    for back_s in (0.2, 0.01):
        asked_s, now_s = now_s, now_s + 0.01 + back_s
        compare.take(f" 0 {asked_s} {asked_s + 50.01} {asked_s + 50.01}".encode())
    assert time_compare.best_offset(compare._answers) == pytest.approx(-50.0, abs=1e-9)
