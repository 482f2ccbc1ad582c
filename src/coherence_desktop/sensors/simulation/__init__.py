"""A simulated person, whose heart answers to the breath guide."""

from coherence_desktop.sensors.simulation.beats import SimulatedBeat, beats, simulate
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.person import SimulatedPerson

__all__ = ["Body", "SimulatedBeat", "SimulatedPerson", "beats", "simulate"]
