"""A session that stands still until it is told to go on."""

import pytest

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.client.breath_guide import BreathGuide
from coherence_desktop.ui.theme import Theme


class StillSession:
    """Clock and pacer by hand: four seconds in, six out."""

    def __init__(self) -> None:
        self.t = 0.0
        self.pacer: Pacer | None = Pacer(Pattern.from_rate(6.0))

    def now(self) -> float:
        return self.t


@pytest.fixture
def session() -> StillSession:
    return StillSession()


@pytest.fixture
def guide(shown, theme: Theme, session: StillSession) -> BreathGuide:
    guide = shown(BreathGuide(theme, session), 1920, 1080)
    guide._clock.stop()
    return guide


@pytest.fixture
def at(guide: BreathGuide, session: StillSession, qapp):
    """Go to a session time and show the breath of that moment."""

    def go(t: float) -> BreathGuide:
        session.t = t
        guide.advance()
        qapp.processEvents()
        return guide

    return go
