"""The Heart Rate Measurement codec."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.sensors.heart_rate_measurement import (
    HeartRateMeasurement,
    MalformedPacket,
    decode,
    encode,
)

uint16 = st.integers(0, 0xFFFF)
measurements = st.builds(
    HeartRateMeasurement,
    heart_rate_bpm=uint16,
    contact=st.none() | st.booleans(),
    energy_kj=st.none() | uint16,
    rr_1024=st.lists(uint16, max_size=12).map(tuple),
)


@given(measurements, st.booleans())
def test_what_is_encoded_is_decoded_unchanged(measurement, wide):
    assert decode(encode(measurement, wide=wide)) == measurement


@given(st.binary(max_size=40))
def test_any_bytes_give_values_or_the_one_typed_error(raw):
    try:
        measurement = decode(raw)
    except MalformedPacket as error:
        refused = error
    else:
        assert 2 * len(measurement.rr_1024) <= len(raw) - 2
        assert decode(encode(measurement)) == measurement
        return
    assert refused.raw == raw
    assert refused.why


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        ("00 48", HeartRateMeasurement(72)),
        ("01 2c01", HeartRateMeasurement(300)),
        ("10 48 0004", HeartRateMeasurement(72, rr_1024=(1024,))),
        ("16 3c 0004 e803", HeartRateMeasurement(60, contact=True, rr_1024=(1024, 1000))),
        ("14 3c 0004", HeartRateMeasurement(60, contact=False, rr_1024=(1024,))),
        ("12 3c 0004", HeartRateMeasurement(60, contact=None, rr_1024=(1024,))),
        ("18 3c 0a00 0004", HeartRateMeasurement(60, energy_kj=10, rr_1024=(1024,))),
        ("1f 3c00 0a00 0004", HeartRateMeasurement(60, True, 10, (1024,))),
        ("10 48", HeartRateMeasurement(72)),
        ("10 00 0000", HeartRateMeasurement(0, rr_1024=(0,))),
        ("10 48 ffff", HeartRateMeasurement(72, rr_1024=(65535,))),
        ("f0 48 0004", HeartRateMeasurement(72, rr_1024=(1024,))),
    ],
    ids=[
        "narrow heart rate",
        "wide heart rate",
        "one interval",
        "several intervals, oldest first",
        "contact lost",
        "contact bit without support says nothing",
        "energy before intervals",
        "every field",
        "interval flag with no interval",
        "zero interval kept for the beat clock to refuse",
        "largest interval",
        "reserved bits ignored",
    ],
)
def test_a_packet_reads_as_the_specification_says(packet, expected):
    assert decode(bytes.fromhex(packet)) == expected


@pytest.mark.parametrize(
    ("packet", "why"),
    [
        ("", "empty"),
        ("00", "within the heart rate"),
        ("01 48", "within the heart rate"),
        ("08 48 01", "within the energy expended"),
        ("08 48", "within the energy expended"),
        ("10 48 00", "within an RR interval"),
        ("10 48 0004 e8", "within an RR interval"),
        ("00 48 0004", "2 bytes more than its flags announce"),
        ("10 48" + 256 * "0004", "more than an attribute can hold"),
    ],
)
def test_a_packet_cut_or_overlong_is_refused_whole(packet, why):
    with pytest.raises(MalformedPacket, match=why) as refused:
        decode(bytes.fromhex(packet))
    assert refused.value.raw == bytes.fromhex(packet)


@given(measurements, st.data())
def test_a_packet_cut_short_never_gains_a_beat(measurement, data):
    whole = encode(measurement)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    try:
        heard = decode(cut).rr_1024
    except MalformedPacket:
        heard = ()
    assert heard == measurement.rr_1024[: len(heard)]


def test_what_the_bluetooth_library_hands_over_is_read_as_well():
    packet = bytearray.fromhex("10480004")
    assert decode(packet).rr_1024 == decode(memoryview(packet)).rr_1024 == (1024,)


@pytest.mark.parametrize(
    "measurement",
    [
        HeartRateMeasurement(-1),
        HeartRateMeasurement(65536),
        HeartRateMeasurement(60, energy_kj=65536),
        HeartRateMeasurement(60, rr_1024=(65536,)),
        HeartRateMeasurement(60, rr_1024=(1024,) * 256),
    ],
)
def test_a_value_that_does_not_fit_is_never_sent(measurement):
    with pytest.raises(ValueError, match=r"must be 0 to 65535|do not fit one packet"):
        encode(measurement)
