"""Sound outputs of this computer: which there are, and playing on one."""

from typing import TYPE_CHECKING, Protocol

from coherence_desktop.signal.tones import RATE_HZ
from coherence_desktop.sound.feed import Taker
from coherence_desktop.sound.problems import NoOutput, OutputGone

if TYPE_CHECKING:
    import miniaudio

PERIOD_MS = 50
"""A device takes so much at a time: short enough for the queue to be known to a few ms."""
_QUEUED_PERIODS = {"PulseAudio": 0.75}
"""A null sink was measured to hold 0.6; real outputs add some ms. The others hold a whole one."""
_NOT_HEARD = ("NULL", "CUSTOM")
APP_NAME = "Coherence Desktop"


class Output(Protocol):
    """A device that plays."""

    @property
    def queue_s(self) -> float:
        """Seconds between taking a sample and playing it."""

    def play(self, taker: Taker) -> None:
        """Start to take samples from a started generator, in a thread of its own."""

    def close(self) -> None:
        """Stop, and give the device back."""


class Outputs(Protocol):
    """The devices that there are."""

    def names(self) -> tuple[str, ...]:
        """Names of all, the same at the next start."""

    def open(self, name: str) -> Output:
        """Open one by name, or the system's own for an empty name.

        Raises
        ------
        OutputGone
            If there is none of this name.
        NoOutput
            If there is nothing to play on.
        """


class SystemOutputs:
    """Outputs of this computer, by miniaudio, which is loaded when it is first needed."""

    def names(self) -> tuple[str, ...]:
        """Names of all outputs; none where there is no sound at all."""
        import miniaudio

        try:
            found = miniaudio.Devices(_backends()).get_playbacks()
        except miniaudio.MiniaudioError:
            return ()
        return tuple(dict.fromkeys(str(device["name"]) for device in found))

    def open(self, name: str) -> Output:
        """Open an output; an empty name is the system's own.

        Raises
        ------
        OutputGone
            If there is none of this name.
        NoOutput
            If there is nothing to play on.
        """
        import miniaudio

        try:
            devices = miniaudio.Devices(_backends())
            known = devices.get_playbacks()
        except miniaudio.MiniaudioError as error:
            raise NoOutput from error
        if not known:
            raise NoOutput
        ids = [device["id"] for device in known if device["name"] == name]
        if name and not ids:
            raise OutputGone(name)
        try:
            return _SystemOutput(ids[0] if ids else None)
        except miniaudio.MiniaudioError as error:
            raise (OutputGone(name) if name else NoOutput()) from error


class _SystemOutput:
    def __init__(self, device_id: object) -> None:
        import miniaudio

        self._device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            1,
            RATE_HZ,
            PERIOD_MS,
            device_id,
            2,
            _backends(),
            app_name=APP_NAME,
        )
        periods = _QUEUED_PERIODS.get(self._device.backend, 1.0)
        self.queue_s = periods * PERIOD_MS / 1000.0

    def play(self, taker: Taker) -> None:
        import miniaudio

        try:
            self._device.start(taker)
        except miniaudio.MiniaudioError as error:
            raise NoOutput from error

    def close(self) -> None:
        self._device.close()


def _backends() -> "list[miniaudio.Backend]":
    """Ways to play on this system in miniaudio's order, without the one that nobody hears."""
    import miniaudio

    found = [b for b in miniaudio.get_enabled_backends() if b.name not in _NOT_HEARD]
    return sorted(found, key=lambda backend: int(backend.value))
