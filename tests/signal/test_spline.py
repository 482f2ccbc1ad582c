"""The spline through a tachogram is the one that the definitions name."""

import numpy as np
import pytest

from coherence_desktop.signal.spline import Spline


def by_dense_system(t, y, at):
    """Solve for all 4 (n - 1) polynomial coefficients at once, straight from the conditions."""
    pieces = t.size - 1
    rows, known = [], []

    def condition(entries, value=0.0):
        row = np.zeros(4 * pieces)
        for piece, order, x, sign in entries:
            for power in range(order, 4):
                factor = np.prod(np.arange(power - order + 1, power + 1), dtype=float)
                row[4 * piece + power] += sign * factor * (x - t[piece]) ** (power - order)
        rows.append(row)
        known.append(value)

    for piece in range(pieces):
        condition([(piece, 0, t[piece], 1)], y[piece])
        condition([(piece, 0, t[piece + 1], 1)], y[piece + 1])
    for knot in range(1, pieces):
        for order in (1, 2):
            condition([(knot - 1, order, t[knot], 1), (knot, order, t[knot], -1)])
    for knot in (1, pieces - 1):
        condition([(knot - 1, 3, t[knot], 1), (knot, 3, t[knot], -1)])
    coefficients = np.linalg.solve(np.array(rows), np.array(known)).reshape(pieces, 4)
    piece = np.clip(np.searchsorted(t, at, side="right") - 1, 0, pieces - 1)
    powers = (at - t[piece])[:, None] ** np.arange(4)
    return (coefficients[piece] * powers).sum(axis=1)


def curve(t, y, at):
    return Spline.through(t, y).at(at)


@pytest.mark.parametrize("knots", [4, 5, 6, 9, 40])
def test_fulfils_the_conditions_of_a_not_a_knot_spline(knots):
    rng = np.random.default_rng(knots)
    t = np.cumsum(rng.uniform(0.3, 1.6, knots))
    y = rng.normal(900.0, 80.0, knots)
    at = np.linspace(t[0], t[-1], 301)
    np.testing.assert_allclose(curve(t, y, at), by_dense_system(t, y, at), rtol=1e-9)


@pytest.mark.parametrize("knots", [4, 7, 100, 5000])
def test_a_cubic_is_given_back_exactly_whatever_the_knots(knots):
    rng = np.random.default_rng(knots)
    t = np.cumsum(np.exp(rng.normal(-1.0, 1.0, knots)))
    t /= t[-1]
    at = np.linspace(t[0], t[-1], 500)
    cubic = np.polynomial.Polynomial([700.0, -30.0, 20.0, 5.0])
    np.testing.assert_allclose(curve(t, cubic(t), at), cubic(at), rtol=1e-11)


def test_a_day_of_beats_is_solved_as_well_as_a_minute():
    rng = np.random.default_rng(0)
    t = np.cumsum(rng.uniform(0.5, 1.2, 20_000))
    y = rng.normal(850.0, 60.0, t.size)
    part = slice(9_000, 9_200)
    middle = np.linspace(t[9_090], t[9_110], 200)
    whole = curve(t, y, middle)
    np.testing.assert_allclose(whole, curve(t[part], y[part], middle), rtol=1e-12)


def test_with_three_knots_it_is_a_parabola():
    t = np.array([0.0, 0.8, 2.0])
    parabola = np.polynomial.Polynomial([800.0, 40.0, -25.0])
    at = np.linspace(0, 2, 21)
    np.testing.assert_allclose(curve(t, parabola(t), at), parabola(at))


def test_with_two_knots_it_is_a_line_and_with_one_a_constant():
    at = np.array([0.0, 0.5, 1.0])
    np.testing.assert_allclose(
        curve(np.array([0.0, 1.0]), np.array([800.0, 900.0]), at), [800.0, 850.0, 900.0]
    )
    np.testing.assert_allclose(curve(np.array([0.3]), np.array([800.0]), at), 800.0)


def test_outside_the_beats_the_first_and_the_last_value_stay():
    t = np.array([1.0, 2.0, 3.0, 4.0])
    y = np.array([800.0, 900.0, 700.0, 850.0])
    np.testing.assert_allclose(curve(t, y, np.array([0.0, 0.99, 4.01, 9.0])), [800, 800, 850, 850])
