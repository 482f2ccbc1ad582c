"""Fourier sums over uneven times, in n log n.

Each value is spread over a few points of an even grid, the grid is transformed, and what the
spreading did to the spectrum is divided out again.

References
----------
Barnett, A. H., Magland, J., & af Klinteberg, L. (2019). A parallel nonuniform fast Fourier
transform library based on an "exponential of semicircle" kernel. SIAM Journal on Scientific
Computing, 41(5), C479-C504. doi:10.1137/18M120885X
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray

REACH = 5.0
"""Grid points on each side that a value is spread to; the sums are good to 1e-8 of their size."""

_TAPS = 10
_OVERSAMPLING = 1.5
_SHARPNESS = 0.97 * np.pi * _TAPS * (1.0 - 0.5 / _OVERSAMPLING)
_BLOCK = 4096


def grid_size(highest: int) -> int:
    """Points of an even grid on which sums up to a multiple of the base frequency are exact."""
    return fast_size(int(np.ceil(2.0 * _OVERSAMPLING * (highest + 1))))


def fast_size(least: int) -> int:
    """Smallest even number, from 64 and from another number up, that transforms fast."""
    odd_parts = [3**three * 5**five for three in range(4) for five in range(4)]
    least = max(64, least)
    sizes: list[int] = [odd << max(1, (-(-least // odd) - 1).bit_length()) for odd in odd_parts]
    return min(size for size in sizes if size >= least)


def sums(
    position: FloatArray, values: FloatArray, size: int, highest: int
) -> NDArray[np.complex128]:
    """Sums of ``values exp(-2 pi i k position / size)`` for k = 0 ... highest.

    Parameters
    ----------
    position : ndarray, shape (n,)
        Places on the grid, increasing, from `REACH` to size - `REACH`.
    values : ndarray, shape (n,)
    size : int
        Points of the grid, at least `grid_size` of ``highest``.
    highest : int

    Returns
    -------
    ndarray of complex, shape (highest + 1,)
    """
    grid = np.zeros(size)
    taps = np.arange(float(_TAPS))[:, None]
    for first in range(0, position.size, _BLOCK):
        at = position[first : first + _BLOCK]
        corner = np.ceil(at - REACH)
        away = (taps + (corner - at)) / REACH
        spread = np.exp(_SHARPNESS * (np.sqrt(np.maximum(1.0 - away * away, 0.0)) - 1.0))
        spread *= values[first : first + _BLOCK]
        origin = int(corner[0])
        index = (corner - origin).astype(np.intp) + np.arange(_TAPS)[:, None]
        part = np.bincount(index.ravel(), spread.ravel())
        grid[origin : origin + part.size] += part
    transform = np.fft.rfft(grid)[: highest + 1]
    turn = np.arange(highest + 1.0) / size
    return transform / np.polynomial.polynomial.polyval(turn * turn, _spreading())


@cache
def _spreading() -> FloatArray:
    """Spectrum of the spreading, as a polynomial of the squared frequency in turns per point."""
    nodes, weights = np.polynomial.legendre.leggauss(80)
    # The substitution takes the infinite slope away that the kernel has at its ends.
    away = np.sin(0.5 * np.pi * nodes)
    density = weights * 0.5 * np.pi * np.cos(0.5 * np.pi * nodes)
    kernel = np.exp(_SHARPNESS * (np.sqrt(1.0 - away * away) - 1.0))
    highest = 0.5 / _OVERSAMPLING
    turn2 = 0.5 * highest**2 * (1.0 + np.cos(np.pi * (np.arange(48) + 0.5) / 48))
    angle = 2.0 * np.pi * REACH * np.sqrt(turn2)[:, None] * away
    spectrum = REACH * (np.cos(angle) @ (density * kernel))
    fit = np.polynomial.Polynomial.fit(turn2, spectrum, 16, domain=[0.0, highest**2])
    return np.asarray(fit.convert(domain=[-1.0, 1.0], window=[-1.0, 1.0]).coef, dtype=np.float64)
