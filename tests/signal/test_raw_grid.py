"""Raw samples at even times are the same in blocks as in one piece, and only some are held."""

import weakref

import numpy as np
import pytest

from coherence_desktop.signal import raw_grid
from coherence_desktop.signal.raw_grid import on_grid

COUNT, PROMISED_HZ, TRUE_HZ = 73, 130.0, 130.04
LENGTH_S = 120.0


def wave(t_s, axes):
    told = [np.sin(2 * np.pi * (0.7 + axis) * t_s) for axis in range(axes)]
    return np.rint(1000 * (np.column_stack(told) if axes > 1 else told[0])).astype(np.int32)


def chunks_of(axes=1, lost_s=((30.0, 41.0), (80.0, 81.0)), late_s=0.0):
    """As a strap sends them: a little fast, with gaps; after 100 s its clock is set back."""
    for first in range(0, int(LENGTH_S * TRUE_HZ) - COUNT, COUNT):
        t_s = 0.5 + (first + np.arange(COUNT)) / TRUE_HZ
        if not any(begin <= t_s[0] < end for begin, end in lost_s):
            yield float(t_s[0]) - (late_s if t_s[0] > 100 else 0.0), PROMISED_HZ, wave(t_s, axes)


def in_one_piece(chunks, rate_hz=PROMISED_HZ):
    (block,) = on_grid(chunks, rate_hz, LENGTH_S, 10**6)
    return block


@pytest.mark.parametrize("rows", [1000, 4096, 15601])
@pytest.mark.parametrize("at_once", [2, 7, 50])
@pytest.mark.parametrize("late_s", [0.0, 0.4])
def test_blocks_have_the_values_of_one_piece(monkeypatch, rows, at_once, late_s):
    monkeypatch.setattr(raw_grid, "_CHUNKS_AT_ONCE", 10**6)
    for axes, rate_hz in ((1, PROMISED_HZ), (3, 50.0)):
        whole = in_one_piece(chunks_of(axes, late_s=late_s), rate_hz)
        monkeypatch.setattr(raw_grid, "_CHUNKS_AT_ONCE", at_once)
        blocks = list(on_grid(chunks_of(axes, late_s=late_s), rate_hz, LENGTH_S, rows))
        assert {len(block) for block in blocks[:-1]} <= {rows}
        np.testing.assert_array_equal(np.concatenate(blocks), whole)
        monkeypatch.setattr(raw_grid, "_CHUNKS_AT_ONCE", 10**6)


def test_values_are_those_of_the_wave_at_their_time_and_absent_in_gaps():
    values = np.concatenate(list(on_grid(chunks_of(), PROMISED_HZ, LENGTH_S, 1000)))
    assert len(values) == int(LENGTH_S * PROMISED_HZ) + 1
    t_s = np.arange(len(values)) / PROMISED_HZ
    known = np.isfinite(values)
    assert not known[(t_s > 31) & (t_s < 40.9)].any()
    assert known[(t_s > 0.51) & (t_s < 30)].all()
    assert known[(t_s > 42) & (t_s < 80)].all()
    np.testing.assert_allclose(values[known], wave(t_s[known], 1), atol=2.0)


def test_without_chunks_there_is_nothing():
    assert list(on_grid([], PROMISED_HZ, LENGTH_S, 1000)) == []


def test_chunks_that_were_used_are_let_go(monkeypatch):
    monkeypatch.setattr(raw_grid, "_CHUNKS_AT_ONCE", 20)
    given, most = [], 0

    def watched():
        nonlocal most
        for t, rate_hz, samples in chunks_of():
            given.append(weakref.ref(samples))
            most = max(most, sum(one() is not None for one in given))
            yield t, rate_hz, samples

    for _ in on_grid(watched(), PROMISED_HZ, LENGTH_S, 1000):
        pass
    assert len(given) > 150
    assert 20 <= most <= 25
