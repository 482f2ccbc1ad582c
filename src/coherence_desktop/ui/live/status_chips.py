"""What the status chips of a running session hold: recording and strap."""

from typing import TYPE_CHECKING

from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.strap_status import recording_words, strap_words
from coherence_desktop.ui.widgets.battery_glyph import LOW_PERCENT, Battery, battery_words
from coherence_desktop.ui.widgets.icon import Dot, Icon

if TYPE_CHECKING:
    from coherence_desktop.ui.widgets.glyph import Glyph

Parts = list["Glyph | str"]


def recording_parts(model: LiveModel) -> tuple[Parts, bool]:
    """What the recording's chip holds, and whether that is news."""
    words, news = recording_words(model)
    running = model.recorder is not None and model.recorder.state == "recording"
    dot = Dot("accent" if running else "ink3")
    mark = Icon("pause", 16) if model.paused and running else dot
    return [mark, words], news


def strap_parts(model: LiveModel, now: float) -> tuple[tuple[Parts, ...], bool]:
    """What the strap's chip may hold, from the most to the least, and whether that is news.

    News come first, then the name, then quiet details.
    """
    words, news = strap_words(model, now)
    charge = model.battery_percent
    low = charge is not None and charge <= LOW_PERCENT
    battery: Parts = []
    if model.source in ("strap", ""):
        said = battery_words(charge) if charge is not None else "not known"
        battery = [Battery(charge), said]
    name = model.strap_name if model.streamed else short_name(model.strap_name)
    named = f"{name}, {words}"
    alone = words[0].upper() + words[1:]
    if model.source == "none":
        named = alone
    mark = Icon("stream" if model.streamed else "strap", 18)
    kept = battery if low or not news else []
    choices: tuple[Parts, ...] = (
        [mark, named, *battery],
        [mark, alone, *battery],
        [mark, alone, *kept],
    )
    return choices, news or low


def short_name(name: str) -> str:
    """Name of a strap without the serial number that makers put at its end."""
    words = name.split()
    serial = len(words) > 1 and len(words[-1]) >= 6 and any(c.isdigit() for c in words[-1])
    return " ".join(words[:-1] if serial else words)
