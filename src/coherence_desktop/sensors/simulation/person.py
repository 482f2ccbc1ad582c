"""A simulated person as a source of beats."""

from coherence_desktop.events import Beat, Device, Link, LinkState
from coherence_desktop.sensors.sensor import Emit, SessionClock
from coherence_desktop.sensors.simulation.beats import beats
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.breath import LevelAt


class SimulatedPerson:
    """Someone who breathes with the guide, at the speed of the session's clock, without end.

    Parameters
    ----------
    seed : int
        Seed of all chance.
    level_at : callable, optional
        Level of the breath guide (0 to 1) at each of an array of session times; NaN where nothing
        is asked. Without one the person breathes freely.
    body : Body, optional
        Settings; a calm young adult by default.
    """

    def __init__(
        self, seed: int = 1, level_at: LevelAt | None = None, *, body: Body | None = None
    ) -> None:
        self._seed = seed
        self._level_at = level_at
        self._body = body

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit each beat at its time, until cancelled."""
        now_s = clock.now()
        emit(Link(now_s, LinkState.CONNECTED))
        emit(Device(now_s, name="Simulated person", address=""))
        for beat in beats(self._seed, self._level_at, body=self._body, start_s=now_s):
            await clock.sleep_until(beat.t)
            emit(Beat(beat.t, beat.rr_ms, received_s=clock.now()))
