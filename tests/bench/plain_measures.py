"""The measures as they are defined, in plain numpy: what the benchmarks compare with."""

import numpy as np


def spline(t, y, at):
    """Not-a-knot cubic spline by one dense system for the second derivatives."""
    n, h = t.size, np.diff(t)
    matrix, right = np.zeros((n, n)), np.zeros(n)
    matrix[0, :3] = 1 / h[0], -1 / h[0] - 1 / h[1], 1 / h[1]
    matrix[-1, -3:] = 1 / h[-2], -1 / h[-2] - 1 / h[-1], 1 / h[-1]
    for k in range(1, n - 1):
        matrix[k, k - 1 : k + 2] = h[k - 1], 2 * (h[k - 1] + h[k]), h[k]
        right[k] = 6 * ((y[k + 1] - y[k]) / h[k] - (y[k] - y[k - 1]) / h[k - 1])
    m = np.linalg.solve(matrix, right)
    at = np.clip(at, t[0], t[-1])
    k = np.clip(np.searchsorted(t, at, side="right") - 1, 0, n - 2)
    u = (at - t[k]) / h[k]
    v = 1 - u
    bow = ((v**3 - v) * m[k] + (u**3 - u) * m[k + 1]) * h[k] ** 2 / 6
    return v * y[k] + u * y[k + 1] + bow


def detrend(y):
    x = np.arange(y.size)
    return y - np.polyval(np.polyfit(x, y, 1), x)


def hann(n):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def trapezoid(f, p, lowest, highest):
    inside = (f >= lowest) & (f < highest)
    return np.trapezoid(p[inside], f[inside])


def coherence(t, rr, end):
    inside = (t > end - 64) & (t <= end)
    samples = detrend(spline(t[inside], rr[inside], end - 64 + np.arange(256) / 4))
    power = np.abs(np.fft.rfft(samples * hann(256), 1024)) ** 2
    f = np.arange(513) / 256
    band = np.flatnonzero((f >= 0.04) & (f <= 0.26))
    top = f[band[np.argmax(power[band])]]
    near, total = np.abs(f - top) <= 0.015, (f >= 0.0033) & (f <= 0.4)
    peak = np.trapezoid(power[near], f[near])
    return 100 * min(1, peak / np.trapezoid(power[total], f[total]) / 0.785)


def time_domain(rr):
    steps = np.diff(rr)
    return {
        "mean_rr_ms": rr.mean(),
        "mean_hr_bpm": np.mean(60000 / rr),
        "sdnn_ms": rr.std(ddof=1),
        "rmssd_ms": np.sqrt(np.mean(steps**2)),
        "pnn50_percent": 100 * np.mean(np.abs(steps) > 50),
        "median_rr_ms": np.median(rr),
        "iqr_rr_ms": np.subtract(*np.percentile(rr, [75, 25])),
        "sd1_ms": np.sqrt(steps.var(ddof=1) / 2),
    }


def welch(t, rr):
    samples = detrend(spline(t, rr, np.arange(t[0], t[-1], 0.25)))
    n = min(1024, samples.size)
    parts = [samples[k : k + n] for k in range(0, samples.size - n + 1, n // 2)]
    window = hann(n)
    power = np.mean([np.abs(np.fft.rfft((p - p.mean()) * window)) ** 2 for p in parts], axis=0)
    return np.arange(power.size) * 4 / n, power * 2 / (4 * np.sum(window**2))


def lomb(t, rr):
    t, y = t - t[0], rr - rr.mean()
    f = np.arange(1, int(1.6 * t[-1]) + 1) / (4 * t[-1])
    power = []
    for w in 2 * np.pi * f:
        tau = np.arctan2(np.sin(2 * w * t).sum(), np.cos(2 * w * t).sum()) / (2 * w)
        c, s = np.cos(w * (t - tau)), np.sin(w * (t - tau))
        power.append((y @ c) ** 2 / (c @ c) + (y @ s) ** 2 / (s @ s))
    return f, np.array(power) * t[-1] / (t.size - 1)


def dfa(rr, lengths):
    profile = np.cumsum(rr - rr.mean())
    sizes = []
    for n in lengths:
        boxes = profile[: profile.size // n * n].reshape(-1, n).T
        x = np.arange(n)
        slope, level = np.polyfit(x, boxes, 1)
        sizes.append(np.sqrt(np.mean((boxes - np.outer(x, slope) - level) ** 2)))
    return np.polyfit(np.log(list(lengths)), np.log(sizes), 1)[0]


def sample_entropy(rr):
    r = 0.2 * rr.std(ddof=1)
    templates = np.lib.stride_tricks.sliding_window_view(rr, 3)
    two = three = 0
    for k in range(len(templates) - 1):
        away = np.abs(templates[k + 1 :] - templates[k]) <= r
        first = away[:, 0] & away[:, 1]
        two += np.count_nonzero(first)
        three += np.count_nonzero(first & away[:, 2])
    return np.log(two / three)


def everything(rr):
    """All groups of a short recording; returns the values that both sides have."""
    t = np.cumsum(rr) / 1000
    values = time_domain(rr)
    for name, (f, power) in (("welch", welch(t, rr)), ("lomb", lomb(t, rr))):
        values[f"{name}_lf_ms2"] = trapezoid(f, power, 0.04, 0.15)
        values[f"{name}_hf_ms2"] = trapezoid(f, power, 0.15, 0.4)
    values["sample_entropy"] = sample_entropy(rr)
    values["dfa_alpha1"] = dfa(rr, range(4, 17))
    if rr.size >= 256:
        values["dfa_alpha2"] = dfa(rr, range(16, 65))
    scores = [coherence(t, rr, end) for end in np.arange(64.0, t[-1], 5.0)]
    values["coherence_score_median"] = np.median(scores)
    return values
