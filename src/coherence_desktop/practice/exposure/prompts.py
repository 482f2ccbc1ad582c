"""When a rating of distress is asked for, and when an unanswered question rests."""

import math

from coherence_desktop.events import Prompt, PromptRested
from coherence_desktop.practice.exposure.phases import EXPOSING
from coherence_desktop.practice.exposure.state import DISTRESS, TrialState

RECENT_S = 10.0
"""Nobody is asked who rated this short a while ago."""
WAITS_S = 20.0
"""An unanswered question rests after this long."""

_ROUNDING = 1e-9


def coming(state: TrialState) -> Prompt | PromptRested | None:
    """Give the next prompt or its rest, at the time at which it comes if nothing happens before.

    Prompts come at whole multiples of the trial's ``prompt_every_s`` since it came to induce,
    pauses not counted; one is left out while another waits or soon after a rating.
    """
    if state.prompt is not None:
        return PromptRested(state.time_of(state.asked_practised_s + WAITS_S), state.prompt)
    trial, since_s = state.trial, state.exposed_practised_s
    if trial is None or since_s is None or state.ended is not None or state.phase not in EXPOSING:
        return None
    if not (math.isfinite(trial.prompt_every_s) and trial.prompt_every_s > 0.0):
        return None
    every_s = max(trial.prompt_every_s, RECENT_S)
    last = math.floor((max(state.asked_practised_s, since_s) - since_s) / every_s + _ROUNDING)
    free_s = max(state.free_practised_s, state.rated_practised_s + RECENT_S)
    number = max(last + 1, math.ceil((max(free_s, since_s) - since_s) / every_s - _ROUNDING))
    return Prompt(state.time_of(since_s + number * every_s), DISTRESS)
