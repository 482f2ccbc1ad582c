"""Practising without a strap: a source that never has a beat."""

import asyncio

from coherence_desktop.sensors.sensor import Emit, SessionClock


class WithoutSensor:
    """Emits nothing, so that nothing is shown that no heart did."""

    async def run(self, clock: SessionClock, emit: Emit) -> None:  # noqa: ARG002 - the interface
        """Wait to be cancelled."""
        await asyncio.Event().wait()
