"""Logs to review: an exposure session of three trials, a breathing session, a whole day."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from coherence_desktop.chart import SignedOff
from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Beat,
    Ended,
    Gap,
    Marker,
    Note,
    PacerChange,
    Phase,
    Rating,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.readiness import SignOff
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.review.sources import ReviewSource, SessionHead, SessionLog
from coherence_desktop.ui.theme import Theme

LENGTHS_S = (60.0, 60.0, 60.0, 120.0, 90.0, 60.0)
NAMES = ("predict", "baseline", "induce", "stay", "recover", "learn")
TRIAL_S = sum(LENGTHS_S)
FIRST_S = 525.0
"""From the start of one trial to that of the next, the rest included."""
BERLIN = timezone(timedelta(hours=2))


def started(t: float = 0.0, title: str = "Exposure") -> Started:
    return Started(
        t,
        started_utc="2026-05-22T12:00:00.000000+00:00",
        timezone="Europe/Berlin",
        utc_offset_s=7200,
        app_version="0",
        title=title,
        source="strap",
    )


def heart_of(rate, end_s: float, seed: int = 1) -> list[Beat]:
    """Beats of a heart whose rate follows a function of time, with what a rate does at rest."""
    noise = np.random.default_rng(seed)
    beats, t = [], 0.5
    while t < end_s:
        wobble = 2.0 * np.sin(2 * np.pi * t / 4.2) + noise.normal(0, 0.9)
        rr_ms = round(60000.0 / (rate(t) + wobble) * 1.024) / 1.024
        t += rr_ms / 1000.0
        beats.append(Beat(t, rr_ms, t + 0.4))
    return beats


def trial_rate(t: float, rise: float, back_s: float) -> float:
    """Heart rate of a trial that begins at 0: up in induce, back in stay."""
    if t < 120.0:
        return 72.0
    if t < 180.0:
        return 72.0 + rise * (1.0 - np.exp(-(t - 120.0) / 22.0))
    top = rise * (1.0 - np.exp(-60.0 / 22.0))
    return 72.0 + top * float(np.exp(-(t - 180.0) / back_s))


def trial_events(
    number: int,
    start_s: float,
    *,
    peak: float,
    likely: float,
    learned: str,
    ended: TrialEndReason = TrialEndReason.COMPLETED,
) -> list[AnyEvent]:
    """Everything but the beats of one whole trial."""
    events: list[AnyEvent] = [
        TrialStarted(
            start_s,
            number=number,
            exercise_id="running_in_place",
            exercise_name="Running in place",
            planned_s=plan(induce_s=60.0),
            ceiling_bpm=157.0,
        )
    ]
    t = start_s
    for name, lasts_s in zip(NAMES, LENGTHS_S, strict=True):
        events.append(
            Phase(t, name, target_s=lasts_s if name not in ("predict", "learn") else None)
        )
        t += lasts_s
    told = [(75, 0.33), (130, 0.6), (148, 0.8), (170, 1.0), (200, 0.93), (230, 0.8)]
    told += [(270, 0.6), (330, 0.4)]
    events += [Rating(start_s + at, "distress", round(peak * share)) for at, share in told]
    events += [
        Answer(start_s + 10, "fear", "I will fall over"),
        Rating(start_s + 20, "expected_likelihood", likely),
        Rating(start_s + 25, "expected_distress", peak + 5),
        Rating(start_s + 165, "sensation", 8.0),
        Marker(start_s + 162, "dizzy", "dizzy"),
        Marker(start_s + 212, f"Mark {number}"),
        Answer(start_s + 400, "occurred", "no"),
        Rating(start_s + 405, "peak_distress", peak),
        Answer(start_s + 420, "learned", learned),
        Rating(start_s + 430, "likelihood_next", max(0.0, likely - 25.0)),
        Rating(start_s + 435, "confidence", 100.0 - peak / 2),
        TrialEnded(start_s + TRIAL_S, ended),
        Phase(start_s + TRIAL_S, "rest"),
    ]
    return events


def exposure_log() -> list[AnyEvent]:
    """Three trials of running in place; in the third, 6 s of beats are missing."""
    shapes = ((68.0, 70.0), (63.0, 50.0), (60.0, 42.0))
    starts = [number * FIRST_S for number in range(3)]
    end_s = starts[-1] + TRIAL_S + 5.0

    def rate(t: float) -> float:
        for start_s, shape in zip(reversed(starts), reversed(shapes), strict=True):
            if t >= start_s:
                return trial_rate(t - start_s, *shape)
        return 72.0

    beats = heart_of(rate, end_s)
    missing = (starts[2] + 215.0, starts[2] + 221.0)
    kept = [beat for beat in beats if not missing[0] < beat.t - beat.rr_ms / 1000.0 < missing[1]]
    before = max(beat.t for beat in kept if beat.t < missing[1])
    after = min(beat.t - beat.rr_ms / 1000.0 for beat in kept if beat.t > missing[1])
    events: list[AnyEvent] = [*kept]
    texts = ("It got less by itself.", "It raced and it came down by itself. I did not fall.")
    texts += ("I can run and laugh.",)
    told = zip(starts, (85.0, 75.0, 55.0), (70.0, 40.0, 15.0), texts, strict=True)
    for number, (start_s, peak, likely, text) in enumerate(told, start=1):
        events += trial_events(number, start_s, peak=peak, likely=likely, learned=text)
    events += [
        Gap(after + 0.5, start_s=before, end_s=after, cause="lost_contact"),
        Note(starts[0] + 232.0, "Held on to the chair. Next time: hands free."),
        Note(starts[2] + 330.0, "Strap slipped. 6 s of beats are missing."),
    ]
    ordered = sorted(events, key=lambda event: event.t)
    return [started(), *ordered, Ended(end_s)]


def log_of(rr_ms, *, title: str = "Breathing at resonance") -> list[AnyEvent]:
    """A breathing session over these intervals."""
    t = np.cumsum(np.asarray(rr_ms, dtype=float)) / 1000.0
    beats = [Beat(float(at), float(rr), float(at) + 0.4) for at, rr in zip(t, rr_ms, strict=True)]
    pace = PacerChange(0.0, inhale_s=4.0, exhale_s=6.0, name="6/min", glide=False)
    course = [started(title=title), Phase(0.0, "breathe", "Follow the wave"), pace]
    mark = Marker(100.0, "sigh", "sigh")
    return [*course, *beats, mark, Note(120.0, "Sits easily."), Ended(float(t[-1]) + 1.0)]


def head(day: int = 22, number: int | None = 6, **kwargs) -> SessionHead:
    return SessionHead(
        id=f"202605{day}",
        title=kwargs.pop("title", "Exposure"),
        client="Client M-014",
        number=number,
        started=datetime(2026, 5, day, 14, 0, tzinfo=BERLIN),
        **kwargs,
    )


def earlier_sessions() -> list[SessionLog]:
    """Two sessions before it, of two trials each, without beats."""
    logs = []
    for day, number, peaks in ((8, 4, (95.0, 90.0)), (15, 5, (90.0, 80.0))):
        events: list[AnyEvent] = [started()]
        for trial, peak in enumerate(peaks, start=1):
            start_s = (trial - 1) * FIRST_S
            told = "It passed."
            events += trial_events(trial, start_s, peak=peak, likely=peak - 10.0, learned=told)
        logs.append(SessionLog(head(day, number), events))
    return logs


@pytest.fixture
def exposure() -> list[AnyEvent]:
    return exposure_log()


@pytest.fixture
def source_of() -> Callable[..., ReviewSource]:
    """What a review is made from, for a log."""

    def make(events, **kwargs) -> ReviewSource:
        signed = SignedOff(
            "2026-05-20T09:00:00+00:00",
            "Clinician 2",
            exercise_id="running_in_place",
            concerns=("hypertension",),
            reason="Spoke with the physician",
        )
        kwargs.setdefault("sign_offs", (SignOff(signed, {"hypertension": True}),))
        return ReviewSource(head=kwargs.pop("head", head()), events=events, **kwargs)

    return make


@pytest.fixture
def others() -> Callable[[], list[SessionLog]]:
    return earlier_sessions


@pytest.fixture
def breathing_log() -> Callable[..., list[AnyEvent]]:
    return log_of


@pytest.fixture
def light(qapp) -> Theme:
    return Theme()


@pytest.fixture
def open_review(qtbot) -> Callable[..., ReviewPage]:
    """Open a session in a page and wait until all of it is known."""

    def opened(
        theme: Theme, source: ReviewSource, width: int = 1352, height: int = 900
    ) -> ReviewPage:
        page = ReviewPage(theme)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        with qtbot.waitSignal(page.opened, timeout=20_000):
            page.open(lambda: source)
        if source.others is not None:
            qtbot.waitUntil(
                lambda: page.review is not None and page.review.rule is not None, timeout=20_000
            )
        QApplication.processEvents()
        return page

    return opened
