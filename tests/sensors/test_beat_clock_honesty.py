"""Whatever a strap, a radio and a person do: no interval vanishes, none is invented."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.events import Beat, PacketRejected, decode_log, encode_log
from coherence_desktop.sensors.beat_clock import BeatClock
from coherence_desktop.sensors.heart_rate_measurement import HeartRateMeasurement, decode, encode
from coherence_desktop.sensors.timeline import timeline

pauses_s = st.sampled_from([0.0, 0.002, 0.1, 0.8, 0.85, 0.9, 1.0, 2.5, 30.0]) | st.floats(0, 1.2)
intervals = st.sampled_from([0, 1, 5, 800, 820, 820, 900, 3000, 65535]) | st.integers(700, 1100)
packets = st.builds(
    encode,
    st.builds(
        HeartRateMeasurement,
        heart_rate_bpm=st.integers(0, 255),
        contact=st.sampled_from([None, None, True, False]),
        rr_1024=st.lists(intervals, max_size=4).map(tuple),
    ),
)
happenings = st.lists(
    st.tuples(
        pauses_s, packets | st.binary(max_size=8) | st.sampled_from(["lost", "tick", "again"])
    ),
    max_size=80,
)


@settings(max_examples=200, deadline=None)
@given(happenings)
def test_every_interval_is_a_beat_or_in_a_rejected_packet(happened):
    clock, now, raw = BeatClock(), 0.0, b"\x10\x40\x00\x04"
    sent, events = [], []
    for pause_s, what in happened:
        now += pause_s
        if what == "lost":
            events += clock.lost(now, "disconnected")
        elif what == "tick":
            events += clock.tick(now)
        else:
            raw = raw if what == "again" else what
            sent.append((now, raw))
            events += clock.receive(now, raw)
    events += clock.close(now)

    beats = [event for event in events if isinstance(event, Beat)]
    unused = [
        (event.t, event.raw)
        for event in events
        if isinstance(event, PacketRejected) and event.reason != "zero_rr"
    ]
    expected = []
    for arrival_s, packet in sent:
        if (arrival_s, packet) in unused:
            unused.remove((arrival_s, packet))
        else:
            expected += [(arrival_s, ticks) for ticks in decode(packet).rr_1024 if ticks]
    assert unused == []
    assert [(beat.received_s, beat.rr_ms * 1024 / 1000) for beat in beats] == expected

    laid_out = timeline(events)
    assert np.all(np.diff(laid_out.t) >= -1e-9)
    for gap in laid_out.gaps:
        assert gap.end_s > gap.start_s
        within = (laid_out.t > gap.start_s + 1e-6) & (laid_out.t < gap.end_s - 1e-6)
        assert not within.any()
    assert decode_log(encode_log(events)) == events
