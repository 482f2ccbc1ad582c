"""``scan``: the straps in reach."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Adapter, Json
from coherence_desktop.cli.output import give, say

if TYPE_CHECKING:
    from rich.table import Table

    from coherence_desktop.sensors.bluetooth.scan import FoundStrap

USUAL_S = 8.0


def scan(
    *,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to listen.")] = USUAL_S,
    adapter: Adapter = None,
    json: Json = False,
) -> None:
    """List the straps in reach: name, address, model, battery, signal. Ctrl-C ends it early."""
    from coherence_desktop.cli.stopping import asked_to_stop

    with asked_to_stop() as asked:

        def on() -> bool:
            return not asked.stop

        if json or not sys.stdout.isatty():
            straps = asyncio.run(_listen(seconds, adapter, on, lambda _: None))
        else:
            straps = _live(seconds, adapter, on)
    if json:
        give({"straps": [_row(strap) for strap in straps]})
        return
    if not sys.stdout.isatty() and straps:
        from rich.console import Console

        Console(highlight=False).print(_table(straps), soft_wrap=True)
    if not straps:
        say("No strap in reach. A strap wakes up when it feels moist skin.")


async def _listen(
    seconds: float,
    adapter: str | None,
    go_on: Callable[[], bool],
    show: "Callable[[list[FoundStrap]], None]",
) -> "list[FoundStrap]":
    from coherence_desktop.sensors.bluetooth.scan import scan as listings

    until_s = time.monotonic() + seconds
    found: list[FoundStrap] = []
    async with contextlib.aclosing(listings(adapter)) as lists:
        async for found in lists:
            show(found)
            if not go_on() or time.monotonic() >= until_s:
                break
    return found


def _live(seconds: float, adapter: str | None, go_on: Callable[[], bool]) -> "list[FoundStrap]":
    from rich.live import Live

    with Live(_table([]), auto_refresh=False) as live:
        return asyncio.run(
            _listen(
                seconds, adapter, go_on, lambda found: live.update(_table(found), refresh=True)
            )
        )


def _row(strap: "FoundStrap") -> dict[str, object]:
    return {
        "name": strap.name,
        "address": strap.address,
        "model": strap.model.id,
        "battery_percent": strap.battery_percent,
        "rssi_dbm": strap.rssi_dbm,
    }


def _table(straps: "list[FoundStrap]") -> "Table":
    from rich.markup import escape
    from rich.table import Table

    table = Table("name", "address", "model", "battery", "signal", box=None)
    for strap in straps:
        battery, rssi = strap.battery_percent, strap.rssi_dbm
        table.add_row(
            escape(strap.name),
            strap.address,
            escape(strap.model.name),
            "not known" if battery is None else f"{battery} %",
            "not known" if rssi is None else f"{rssi} dBm",
        )
    return table
