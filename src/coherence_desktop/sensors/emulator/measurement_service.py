"""Polar's measurement service as a strap offers it."""

from typing import NamedTuple

from coherence_desktop.sensors.emulator.gatt import Characteristic, Service
from coherence_desktop.sensors.models import Known, StrapModel, full_uuid
from coherence_desktop.sensors.pmd import control
from coherence_desktop.sensors.pmd.control import Answer, Command, MalformedAnswer, Setting
from coherence_desktop.sensors.pmd.frames import PMD_CONTROL, PMD_DATA, PMD_SERVICE, Kind

_BITS = {Kind.ECG: 14, Kind.ACCELERATION: 16}
_RANGES_G = (2, 4, 8)


def offers_of(model: StrapModel) -> dict[Kind, tuple[int, ...]]:
    """Rates in Hz by what a model streams; nothing without the service."""
    if PMD_SERVICE not in map(full_uuid, model.services):
        return {}
    sends = model.sends
    told = {
        Kind.ECG: (sends.ecg, sends.ecg_hz),
        Kind.ACCELERATION: (sends.acceleration, sends.acceleration_hz),
    }
    return {
        kind: tuple(int(rate) for rate in rates)
        for kind, (known, rates) in told.items()
        if known is Known.YES and rates
    }


class Asked(NamedTuple):
    """A stream that was asked for."""

    rate_hz: int
    number: int
    """Of all that were asked for, which."""


class MeasurementService:
    """Answers commands and keeps what is to be streamed.

    Parameters
    ----------
    path : str
        Its D-Bus object.
    offers : dict
        As of `offers_of`.
    """

    def __init__(self, path: str, offers: dict[Kind, tuple[int, ...]]) -> None:
        self._offers = offers
        self._asked = 0
        self.streaming: dict[Kind, Asked] = {}
        """Streams that go."""
        self.service = Service(path, PMD_SERVICE)
        self._control = Characteristic(
            self.service,
            1,
            PMD_CONTROL,
            value=control.write_features(frozenset(offers)),
            indicates=True,
            on_write=self._take,
        )
        self._data = Characteristic(
            self.service, 2, PMD_DATA, notifies=True, on_stop=self.stop_all
        )
        self.characteristics = (self._control, self._data)

    def send(self, raw: bytes) -> None:
        """Notify a frame."""
        self._data.notify(raw)

    def stop_all(self) -> None:
        """End every stream, as when the link ends."""
        self.streaming.clear()

    def _take(self, raw: bytes) -> None:
        try:
            request = control.read_request(raw)
        except MalformedAnswer:
            answer = Answer(
                raw[0] if raw else 0, raw[1] if raw[1:] else 0, control.INVALID_COMMAND
            )
        else:
            answer = self._answer(request)
        self._control.notify(control.write_answer(answer))

    def _answer(self, request: control.Request) -> Answer:
        command, settings = request.command, request.settings
        if request.kind not in self._offers:
            return Answer(command, request.kind, control.NOT_SUPPORTED)
        kind = Kind(request.kind)
        error = control.SUCCESS
        told: dict[int, tuple[int, ...]] = {}
        match command:
            case Command.SETTINGS:
                told = {Setting.RATE_HZ: self._offers[kind], Setting.BITS: (_BITS[kind],)}
                if kind is Kind.ACCELERATION:
                    told[Setting.RANGE_G] = _RANGES_G
            case Command.START if kind in self.streaming:
                error = control.ALREADY_STREAMING
            case Command.START if settings.get(Setting.RATE_HZ) not in self._offers[kind]:
                error = control.INVALID_RATE
            case Command.START:
                self._asked += 1
                self.streaming[kind] = Asked(settings[Setting.RATE_HZ], self._asked)
            case Command.STOP:
                self.streaming.pop(kind, None)
        return Answer(command, kind, error, told)
