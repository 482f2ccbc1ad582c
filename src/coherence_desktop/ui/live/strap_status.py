"""How the strap and the recording stand, in words: for chips, notices and empty plots."""

import re

from coherence_desktop.events import LinkState
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.words.values import (
    NO_BEAT_YET,
    RECORDING_GOES_ON,
    clock,
    length,
    sentence,
)

_LINK_WORDS = {
    LinkState.SEARCHING: "searching",
    LinkState.CONNECTING: "connecting",
    LinkState.RECONNECTING: "reconnecting",
    LinkState.FAILED: "not connected",
    LinkState.ENDED: "ended",
}
NO_BEAT_IN_STREAM = "No beat yet. The stream is connected; look at the program that sends it."
ASIDE_S = 30.0
"""For so long it is told that a strap sends no ECG or acceleration."""
_OF_BEATS = ("", "no_beat", "rates_only")
"""Reasons of a link that stands which the place of the beats tells."""
_NEWS = (LinkState.RECONNECTING, LinkState.FAILED)


def strap_words(model: LiveModel, now: float) -> tuple[str, bool]:
    """State of the strap, and whether that is news."""
    link = model.link
    if model.source == "none":
        return "no strap", False
    if model.ended_t is not None:
        return "session ended", False
    if link is not None and link.state is not LinkState.CONNECTED:
        return _LINK_WORDS[link.state], link.state in _NEWS
    if model.rates_only and model.rate is not None:
        told = model.rate_told(now)
        if told is None:
            return f"silent for {length(now - model.rate.t)}", True
        return f"{told} bpm", False
    if model.without_contact and model.contact is not None:
        if not len(model.track):
            return "no contact yet", True
        return f"lost contact {length(now - model.contact.t)} ago", True
    if model.stale(now):
        return f"silent for {length(model.silent_s(now) or 0.0)}", True
    if model.contact is not None and model.contact.detected:
        return "in contact", False
    return "connected", False


def recording_words(model: LiveModel) -> tuple[str, bool]:
    """State of the recording, and whether that is news."""
    state = model.recorder
    if state is not None and state.state == "failing":
        return f"Not saved since {clock(state.committed_t)}", True
    if state is None or state.state == "closed":
        return "Not recording", False
    return ("Paused, recording" if model.paused else "Recording"), False


def silence_words(model: LiveModel, now: float) -> str:
    """Why no value holds now; empty while beats come."""
    if model.source == "none":
        return "No strap today."
    if model.rates_only:
        return _rates_only(model)
    if not model.stale(now) or model.ended_t is not None:
        return ""
    return f"No beat for {length(model.silent_s(now) or 0.0)}."


def waiting_words(model: LiveModel) -> str:
    """What the tachogram says before the first beat."""
    link = model.link
    if model.source == "none":
        return "No strap today. The breath guide works without one; there is no heart data."
    if model.without_contact:
        return "No beat yet. The strap feels no skin; moisten the electrodes."
    if model.rates_only:
        return f"{_rates_only(model)} They are recorded; no beats can be made of them."
    what = "stream" if model.streamed else "strap"
    if link is None or link.state in (LinkState.SEARCHING, LinkState.CONNECTING):
        return f"No beat yet. The {what} is not connected so far."
    if link.state is LinkState.CONNECTED:
        return NO_BEAT_IN_STREAM if model.streamed else NO_BEAT_YET
    return f"No beat yet. {sentence(link.message)}".strip()


def strap_notice(model: LiveModel, now: float) -> str:
    """Plain bad news about the strap: what happened, what it means, what to do."""
    link = model.link
    if model.ended_t is not None or model.source == "none":
        return ""
    if link is not None and link.state is LinkState.RECONNECTING:
        what = link.message or "The link to the strap broke off. It is being found again."
        return _told(what, model, f"{length(now - link.t)} so far.")
    if link is not None and link.state is LinkState.FAILED:
        what = "stream" if model.streamed else "strap"
        return _told(link.message or f"The {what} cannot be reached.", model)
    if link is not None and link.state is LinkState.ENDED:
        return sentence(link.message)
    if not len(model.track):
        return _aside(model, now)
    if model.without_contact and model.contact is not None:
        ago = length(now - model.contact.t)
        return _joined(f"Strap lost contact {ago} ago. Moisten the electrodes.", _going_on(model))
    if model.connected and model.stale(now):
        silence = length(model.silent_s(now) or 0.0)
        what = f"No beat for {silence}. The strap is connected; press it gently against the skin."
        if model.streamed:
            what = f"No beat for {silence}. The stream is connected; look at what sends it."
        return _joined(what, _going_on(model))
    return _aside(model, now)


def recorder_notice(model: LiveModel) -> str:
    """Plain bad news about the recording."""
    state = model.recorder
    if state is None or not state.problem:
        return ""
    under_way = state.state == "failing" and model.ended_t is None
    live = " The live view goes on." if under_way else ""
    return f"{sentence(state.problem)}{live}"


def _aside(model: LiveModel, now: float) -> str:
    """What a strap in order could not do besides, such as an ECG; told for a while."""
    link = model.link
    if link is None or link.state is not LinkState.CONNECTED or link.reason in _OF_BEATS:
        return ""
    return sentence(link.message) if 0.0 <= now - link.t < ASIDE_S else ""


def _rates_only(model: LiveModel) -> str:
    return f"This {'stream' if model.streamed else 'strap'} sends heart rates only."


def _going_on(model: LiveModel) -> str:
    recorder = model.recorder
    return RECORDING_GOES_ON if recorder is not None and recorder.state == "recording" else ""


def _told(message: str, model: LiveModel, more: str = "") -> str:
    """A link's message, saying that recording goes on if, and only if, it does."""
    plain = re.sub(r"[;.] [Rr]ecording goes on\.", ".", sentence(message))
    return _joined(plain, more, _going_on(model))


def _joined(*sentences: str) -> str:
    return " ".join(part for part in sentences if part)
