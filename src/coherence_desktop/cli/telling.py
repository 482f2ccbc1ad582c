"""Tells at the terminal what happens while a session is recorded."""

import queue
from collections.abc import Callable

from coherence_desktop.events import Battery, Device, Gap, Link
from coherence_desktop.records.recorder import RecorderState


class Telling:
    """Takes what happens in any thread and tells it in another.

    A terminal that stands still must not keep a beat waiting.
    """

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._problem: str | None = None
        self.last_word = ""
        """The last sentence about the link."""

    def hear(self, item: object) -> None:
        """Take an event or a state of the recorder; most are not worth a word."""
        match item:
            case Link(message=message) if message and message != self.last_word:
                self.last_word = message
                self._heard.put(f"{item.t:7.1f} s  {message}")
            case Device(name=name, address=address):
                told = f"Strap: {name} ({address})" if address else f"Stream: {name}"
                self._heard.put(f"{item.t:7.1f} s  {told}")
            case Battery(percent=percent):
                self._heard.put(f"{item.t:7.1f} s  Battery: {percent} %")
            case Gap(start_s=start_s, end_s=end_s, cause=cause):
                words = cause.replace("_", " ")
                self._heard.put(f"{item.t:7.1f} s  No beats for {end_s - start_s:.1f} s: {words}")
            case RecorderState(problem=problem) if problem != self._problem:
                self._problem = problem
                self._heard.put(problem or "Everything is being saved again.")
            case _:
                pass

    def tell(self, say: Callable[[str], None]) -> None:
        """Say what was heard since."""
        while not self._heard.empty():
            say(self._heard.get())
