"""Frames of raw samples are read exactly as written, and cut ones are refused."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.sensors.pmd import control
from coherence_desktop.sensors.pmd.delta import pack, unpack
from coherence_desktop.sensors.pmd.frames import Frame, Kind, MalformedFrame, decode, encode
from coherence_desktop.signal.raw_samples import (
    pack_acceleration,
    pack_ecg,
    unpack_acceleration,
    unpack_ecg,
)

MICROVOLTS = st.lists(st.integers(-(2**23), 2**23 - 1), min_size=1, max_size=80)
AXIS = st.integers(-(2**15), 2**15 - 1)
MILLI_G = st.lists(st.tuples(AXIS, AXIS, AXIS), min_size=1, max_size=40)
NS = st.integers(0, 2**64 - 1)


def test_an_ecg_frame_is_read_as_the_specification_says():
    raw = bytes.fromhex("00 38 6d 26 43 f2 6c 12 08 00 2f 00 00 f9 ff ff")
    frame = decode(raw)
    assert (frame.kind, frame.last_ns) == (Kind.ECG, 0x08126CF243266D38)
    assert unpack_ecg(frame.samples).tolist() == [47, -7]


def test_accelerations_in_differences_are_read_lowest_bit_first():
    first = bytes.fromhex("0a00 9cff e803")
    # Two samples of 3-bit differences (1, -2, 3) and (-4, 0, 1): bits 100 011 110, 001 000 100.
    frame = decode(bytes((2, *range(8), 0x81)) + first + bytes((3, 2, 0b11110001, 0b10001000, 0)))
    assert unpack_acceleration(frame.samples).tolist() == [
        [10, -100, 1000],
        [11, -102, 1003],
        [7, -102, 1004],
    ]


@given(MICROVOLTS, NS)
def test_any_ecg_comes_back(uv, last_ns):
    frame = Frame(Kind.ECG, last_ns, pack_ecg(uv))
    assert decode(encode(frame)) == frame
    assert unpack_ecg(frame.samples).tolist() == uv


@given(MILLI_G, NS, st.booleans())
def test_any_acceleration_comes_back(mg, last_ns, compressed):
    frame = Frame(Kind.ACCELERATION, last_ns, pack_acceleration(np.array(mg)))
    raw = encode(frame, compressed=compressed)
    assert decode(raw) == frame
    assert unpack_acceleration(frame.samples).tolist() == [list(one) for one in mg]


@given(MILLI_G)
def test_differences_come_back_over_many_blocks(mg):
    samples = np.array(mg * 9, dtype=np.int32)
    np.testing.assert_array_equal(unpack(pack(samples, 2), 3, 2), samples)


@given(MICROVOLTS, MILLI_G)
def test_another_decoder_reads_the_same(uv, mg):
    polar = pytest.importorskip("polar_python.parsers")
    ecg = encode(Frame(Kind.ECG, 5, pack_ecg(uv)))
    assert polar.parse_polar_data(bytearray(ecg), lambda _: 1.0).data == uv
    for compressed in (False, True):
        frame = Frame(Kind.ACCELERATION, 5, pack_acceleration(np.array(mg)))
        raw = bytearray(encode(frame, compressed=compressed))
        assert polar.parse_polar_data(raw, lambda _: 1.0).data == mg


def test_the_factor_of_compressed_accelerations_counts():
    raw = encode(
        Frame(Kind.ACCELERATION, 5, pack_acceleration(np.array([[4, -8, 100]]))), compressed=True
    )
    assert unpack_acceleration(decode(raw, 0.25).samples).tolist() == [[1, -2, 25]]


@given(st.data())
def test_no_cut_frame_is_believed_but_at_the_end_of_a_sample(data):
    frame = Frame(Kind.ECG, 5, pack_ecg([1, 2, 3]))
    raw = encode(frame)[: data.draw(st.integers(0, 18))]
    if len(raw) in (13, 16):
        assert decode(raw).count < 3
        return
    with pytest.raises(MalformedFrame) as caught:
        decode(raw)
    assert caught.value.raw == raw


@given(st.binary(max_size=60))
def test_no_bytes_do_harm(raw):
    for read, fault in ((decode, MalformedFrame), (control.read_answer, control.MalformedAnswer)):
        with contextlib.suppress(fault):
            read(raw)


@pytest.mark.parametrize("size", [12, 17, 18, 19])
def test_cut_differences_are_refused(size):
    frame = Frame(Kind.ACCELERATION, 5, pack_acceleration(np.arange(60).reshape(20, 3) ** 2))
    with pytest.raises(MalformedFrame):
        decode(encode(frame, compressed=True)[:size])


def test_a_stream_is_asked_for_as_the_specification_says():
    assert control.start(Kind.ECG, {0: 130, 1: 14}) == bytes.fromhex("02000001820001010e00")
    assert control.start(Kind.ACCELERATION, {2: 8, 0: 200, 1: 16}) == bytes.fromhex(
        "0202020108000001c80001011000"
    )
    assert control.stop(Kind.ACCELERATION) == b"\x03\x02"


def test_offered_settings_are_read_and_the_nearest_taken():
    raw = bytes.fromhex("f00102000000 04 c8006400 3200 1900 0101 1000 0203 0800 0400 0200")
    answer = control.read_answer(raw)
    assert answer.settings == {0: (200, 100, 50, 25), 1: (16,), 2: (8, 4, 2)}
    assert control.choose(answer.settings, {0: 60, 2: 4}) == {0: 50, 1: 16, 2: 4}
    assert control.read_answer(control.write_answer(answer)) == answer


def test_what_a_strap_can_measure_is_read_and_written():
    assert control.features(bytes((0x0F, 0b101, 0))) == {Kind.ECG, Kind.ACCELERATION}
    for kinds in (frozenset(), frozenset({Kind.ECG}), frozenset(Kind)):
        assert control.features(control.write_features(kinds)) == kinds
    with pytest.raises(control.MalformedAnswer):
        control.features(b"\x0e\x01")


def test_commands_come_back():
    request = control.read_request(control.start(Kind.ACCELERATION, {0: 50, 1: 16, 2: 4}))
    assert (request.command, request.kind) == (control.Command.START, Kind.ACCELERATION)
    assert request.settings == {0: 50, 1: 16, 2: 4}
    with pytest.raises(control.MalformedAnswer):
        control.read_request(b"\x09\x00")
