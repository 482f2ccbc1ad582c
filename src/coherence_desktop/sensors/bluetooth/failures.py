"""Every way a Bluetooth link can fail, each with a plain sentence."""

from enum import StrEnum

from coherence_desktop.errors import Problem


class LinkReason(StrEnum):
    """Why there is no link; these words stand in ``Link.reason`` and ``Gap.cause``."""

    NO_BLUETOOTH = "no_bluetooth"
    NO_LOW_ENERGY = "no_low_energy"
    ADAPTER_OFF = "bluetooth_off"
    ADAPTER_MISSING = "adapter_missing"
    DENIED_BY_PERSON = "denied_by_person"
    DENIED_BY_SYSTEM = "denied_by_system"
    DENIED = "denied"
    SERVICE_DOWN = "service_down"
    BUSY = "busy"
    NOT_FOUND = "not_found"
    NO_ANSWER = "no_answer"
    NO_HEART_RATE = "no_heart_rate"
    DROPPED = "disconnected"
    SILENT = "silence"
    WRONG_THREAD = "wrong_thread"
    UNKNOWN = "unknown"

    @property
    def needs_person(self) -> bool:
        """Whether trying again is of no use before somebody has done something."""
        return self in _NEEDS_PERSON


_NEEDS_PERSON = frozenset(
    {
        LinkReason.NO_BLUETOOTH,
        LinkReason.NO_LOW_ENERGY,
        LinkReason.ADAPTER_OFF,
        LinkReason.ADAPTER_MISSING,
        LinkReason.DENIED_BY_PERSON,
        LinkReason.DENIED_BY_SYSTEM,
        LinkReason.DENIED,
        LinkReason.NO_HEART_RATE,
        LinkReason.WRONG_THREAD,
    }
)

_SENTENCES = {
    LinkReason.NO_BLUETOOTH: "This computer has no Bluetooth. Plug in a Bluetooth adapter.",
    LinkReason.NO_LOW_ENERGY: (
        "This computer's Bluetooth is too old for straps. Plug in an adapter with Bluetooth 4.0 "
        "or later."
    ),
    LinkReason.ADAPTER_OFF: "Bluetooth is switched off. Switch it on in the system settings.",
    LinkReason.ADAPTER_MISSING: (
        "There is no Bluetooth adapter of that name. Plug it in, or choose another."
    ),
    LinkReason.DENIED_BY_PERSON: (
        "Bluetooth was refused to this app. Allow it in the privacy settings of the system."
    ),
    LinkReason.DENIED_BY_SYSTEM: (
        "This system does not let the app use Bluetooth. Ask whoever looks after the computer."
    ),
    LinkReason.DENIED: (
        "The app may not use Bluetooth. Look for Bluetooth in the privacy settings of the system."
    ),
    LinkReason.SERVICE_DOWN: (
        "The system's Bluetooth service does not answer. It is asked again until it does."
    ),
    LinkReason.BUSY: "Bluetooth is busy with another program. It is asked again in a moment.",
    LinkReason.NOT_FOUND: "No strap in reach yet. A strap wakes up when it feels moist skin.",
    LinkReason.NO_ANSWER: (
        "The strap does not answer. Another app or watch may be using it; close that one, or move "
        "closer."
    ),
    LinkReason.NO_HEART_RATE: (
        "This device sends no heart rate. Choose another, or switch its heart rate sending on."
    ),
    LinkReason.DROPPED: (
        "The link to the strap broke off. It is being found again. Recording goes on."
    ),
    LinkReason.SILENT: (
        "The strap has gone quiet. Moisten the electrodes. It is being found again; recording "
        "goes on."
    ),
    LinkReason.WRONG_THREAD: (
        "Bluetooth was started in a thread where Windows cannot answer. Restart the app."
    ),
    LinkReason.UNKNOWN: "Bluetooth failed for an unknown reason. It is tried again.",
}

NOT_BACK_YET = (
    "The strap is not back in reach. A strap wakes up when it feels moist skin. Recording goes on."
)
NO_BEAT_YET = "No beat yet. The strap is connected; press it gently against the skin."
RATES_ONLY = (
    "This strap tells a heart rate, but not each beat, which coherence needs. If that stays so, "
    "take a chest strap that sends RR intervals."
)


class LinkProblem(Problem):
    """A link that failed, with the reason why.

    Parameters
    ----------
    reason : LinkReason
        Why.
    detail : object, optional
        What the Bluetooth library said, or the offending value; for logs.
    message : str, optional
        A sentence that fits better than the reason's own.
    """

    def __init__(self, reason: LinkReason, detail: object = None, message: str = "") -> None:
        super().__init__(message or _SENTENCES[reason], detail)
        self.reason = reason


def sentence(reason: LinkReason) -> str:
    """What happened, what it means and what to do, in plain words."""
    return _SENTENCES[reason]


_DBUS_REASONS = {
    "org.bluez.Error.NotReady": LinkReason.ADAPTER_OFF,
    "org.bluez.Error.InProgress": LinkReason.BUSY,
    "org.bluez.Error.NotAvailable": LinkReason.NO_ANSWER,
    "org.bluez.Error.Failed": LinkReason.NO_ANSWER,
    "org.bluez.Error.ConnectionAttemptFailed": LinkReason.NO_ANSWER,
    "org.bluez.Error.AuthenticationFailed": LinkReason.NO_ANSWER,
    "org.bluez.Error.AuthenticationTimeout": LinkReason.NO_ANSWER,
    "org.bluez.Error.NotConnected": LinkReason.DROPPED,
    "org.freedesktop.DBus.Error.ServiceUnknown": LinkReason.SERVICE_DOWN,
    "org.freedesktop.DBus.Error.NameHasNoOwner": LinkReason.SERVICE_DOWN,
    "org.freedesktop.DBus.Error.NoReply": LinkReason.SERVICE_DOWN,
    "org.freedesktop.DBus.Error.UnknownObject": LinkReason.DROPPED,
    "org.freedesktop.DBus.Error.UnknownMethod": LinkReason.DROPPED,
    "org.freedesktop.DBus.Error.AccessDenied": LinkReason.DENIED_BY_SYSTEM,
}


def link_errors() -> tuple[type[Exception], ...]:
    """Exceptions by which bleak and what is under it say that Bluetooth failed.

    A dead bus raises ``OSError`` or ``EOFError`` and no ``BleakError``; bleak's own checks of a
    connection that is being torn down raise ``AssertionError``.
    """
    from bleak.exc import BleakError

    errors: tuple[type[Exception], ...] = (
        LinkProblem,
        BleakError,
        OSError,
        EOFError,
        TimeoutError,
        AssertionError,
    )
    try:
        from dbus_fast.errors import DBusFastError
    except ImportError:
        return errors
    return (*errors, DBusFastError)


def explain(error: BaseException) -> LinkProblem:
    """Turn what `link_errors` catches into a reason and a sentence."""
    from bleak.exc import (
        BleakBluetoothNotAvailableError,
        BleakCharacteristicNotFoundError,
        BleakDBusError,
        BleakDeviceNotFoundError,
    )

    if isinstance(error, LinkProblem):
        return error
    reason = LinkReason.UNKNOWN
    dbus_name = getattr(error, "dbus_error", None) or getattr(error, "type", None)
    match error:
        case BleakBluetoothNotAvailableError():
            reason = _UNAVAILABLE.get(error.reason.name, LinkReason.UNKNOWN)
        case BleakCharacteristicNotFoundError():
            reason = LinkReason.NO_HEART_RATE
        case BleakDeviceNotFoundError():
            reason = LinkReason.NOT_FOUND
        case TimeoutError():
            reason = LinkReason.NO_ANSWER
        case OSError() | EOFError():
            reason = LinkReason.SERVICE_DOWN
        case _ if isinstance(error, BleakDBusError) or dbus_name in _DBUS_REASONS:
            reason = _DBUS_REASONS.get(str(dbus_name), LinkReason.UNKNOWN)
        case _:
            reason = _by_words(str(error))
    return LinkProblem(reason, f"{type(error).__name__}: {error}")


_UNAVAILABLE = {
    "NO_BLUETOOTH": LinkReason.NO_BLUETOOTH,
    "NO_BLE_CENTRAL_ROLE": LinkReason.NO_LOW_ENERGY,
    "POWERED_OFF": LinkReason.ADAPTER_OFF,
    "DENIED_BY_USER": LinkReason.DENIED_BY_PERSON,
    "DENIED_BY_SYSTEM": LinkReason.DENIED_BY_SYSTEM,
    "DENIED_BY_UNKNOWN": LinkReason.DENIED,
}


def _by_words(text: str) -> LinkReason:
    """Reason of a bare ``BleakError``, of which nothing but the text says what it is."""
    if text.startswith("adapter '") and text.endswith("' not found"):
        return LinkReason.ADAPTER_MISSING
    if text.startswith("device '") or "disconnected" in text or "Not connected" in text:
        return LinkReason.DROPPED
    if "Thread is configured for Windows GUI" in text:
        return LinkReason.WRONG_THREAD
    return LinkReason.UNKNOWN
