"""Raw samples become bytes and come back; chunks that follow each other become spans."""

import numpy as np
import pytest

from coherence_desktop.signal.raw_samples import (
    pack_acceleration,
    pack_ecg,
    spans,
    unpack_acceleration,
    unpack_ecg,
)


def chunks(count, rate_hz=130.0, true_hz=130.0, start_s=5.0, size=73):
    return [(start_s + n * size / true_hz, rate_hz, size) for n in range(count)]


def test_microvolts_and_thousandths_of_g_come_back():
    uv = np.array([0, 1, -1, 2**23 - 1, -(2**23)])
    assert unpack_ecg(pack_ecg(uv)).tolist() == uv.tolist()
    mg = np.array([[0, 1, -1], [2**15 - 1, -(2**15), 1000]])
    assert unpack_acceleration(pack_acceleration(mg)).tolist() == mg.tolist()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="24 bits"):
        pack_ecg([2**23])
    with pytest.raises(ValueError, match="16 bits"):
        pack_acceleration(np.array([[2**15, 0, 0]]))
    with pytest.raises(ValueError, match="shape"):
        pack_acceleration(np.array([1, 2, 3]))
    with pytest.raises(ValueError, match="whole number of ECG"):
        unpack_ecg(b"\0\0")
    with pytest.raises(ValueError, match="whole number of acceleration"):
        unpack_acceleration(b"\0\0")


def test_chunks_that_follow_each_other_are_one_span_with_its_true_rate():
    (span,) = spans(chunks(100, true_hz=130.06))
    assert span.count == 7300
    assert span.rate_hz == pytest.approx(130.06, abs=1e-3)
    assert (span.start_s, span.end_s) == pytest.approx((5.0, 5.0 + 7300 / 130.06))
    np.testing.assert_allclose(span.times_s(), 5.0 + np.arange(7300) / 130.06, atol=1e-9)


def test_a_gap_parts_spans_and_nothing_is_stretched():
    told = chunks(60)
    first, second = spans(told[:20] + told[25:])
    assert (first.count, second.count) == (20 * 73, 35 * 73)
    assert second.start_s == pytest.approx(told[25][0])


def test_another_rate_begins_another_span():
    assert len(list(spans(chunks(3) + chunks(3, 50.0, 50.0, start_s=5.0 + 3 * 73 / 130)))) == 2
    assert list(spans([])) == []
