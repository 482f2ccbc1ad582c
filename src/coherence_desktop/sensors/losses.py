"""Notices beats that were lost without anyone saying so, from how late the later ones seem.

A lost beat makes every later one seem late by its interval, for good. A slow radio makes some
seem late, for a while. And a strap that sends once a second makes a beat seem late by anything up
to a second, which it just missed. So a sudden lateness is only suspected at first. It is a loss
once no packet comes back to the former lateness, or once beats seem to have happened so early
that the packet before would have brought them.
"""

from collections import deque

import msgspec

QUICKLY_AFTER = 4
"""Packets that confirm a loss where lateness before it was always less."""
SURELY_AFTER = 24
"""Packets that confirm it in any case."""
RECENT = 16
LATENESS_OF_NO_STRAP_S = 1.5
"""No strap keeps a beat for as long as this, packet after packet."""


class Loss(msgspec.Struct):
    """Beats lost between two known ones, suspected or confirmed."""

    before_s: float
    """Time of the last beat before."""
    from_s: float
    """A time between that beat and the first one after, as if nothing was lost."""
    cause: str
    explicable: bool
    """Whether the strap's own rhythm of sending explains the lateness."""
    usual_s: float
    """Least lateness before; the chain is anchored to it."""
    worst_s: float
    """Most lateness in the packets just before."""
    least_s: float
    """Least lateness since."""
    early_s: float
    """Most by which the packet before could have brought a beat, since."""
    packets: int = 1

    @property
    def size_s(self) -> float:
        """How much time is missing."""
        return self.least_s - self.usual_s


class LossWatch:
    """Follows the lateness of one chain of beats."""

    def __init__(self) -> None:
        self._lateness: deque[float] = deque(maxlen=64)
        self._suspected: list[Loss] = []

    def reset(self) -> None:
        """Forget everything: a new chain begins."""
        self._lateness.clear()
        self._suspected.clear()

    def shift(self, by_s: float) -> None:
        """All beats of the chain turned out to be later (or earlier)."""
        self._lateness = deque((late - by_s for late in self._lateness), self._lateness.maxlen)
        for loss in self._suspected:
            loss.before_s += by_s
            loss.from_s += by_s
            loss.usual_s -= by_s
            loss.worst_s -= by_s
            loss.least_s -= by_s
            loss.early_s -= by_s

    def packet(
        self,
        lateness_s: float,
        early_s: float,
        *,
        before_s: float,
        from_s: float,
        half_rr_s: float,
        packets_missing: bool,
        explicable: bool,
        cause: str,
    ) -> Loss | None:
        """Take note of a packet's lateness; gives a loss that this confirms."""
        for loss in self._suspected:
            loss.least_s = min(loss.least_s, lateness_s)
            loss.early_s = max(loss.early_s, early_s)
            loss.packets += 1
        self._suspected = [
            loss
            for loss in self._suspected
            if loss.size_s >= half_rr_s and not (loss.explicable and loss.packets > SURELY_AFTER)
        ]
        if self._lateness and (
            lateness_s - self._lateness[-1] >= half_rr_s
            or (packets_missing and lateness_s - min(self._lateness) >= half_rr_s)
        ):
            recent = list(self._lateness)
            self._suspected.append(
                Loss(
                    before_s=before_s,
                    from_s=from_s,
                    cause=cause,
                    explicable=explicable,
                    usual_s=min(recent),
                    worst_s=max(recent[-RECENT:]),
                    least_s=lateness_s,
                    early_s=early_s,
                )
            )
        self._lateness.append(lateness_s)
        return self._take(QUICKLY_AFTER, half_rr_s)

    def at_last(self, half_rr_s: float) -> Loss | None:
        """Give what would be confirmed if the chain ends here, oldest first.

        What the radio holds back for so long comes as a bundle; a lone packet was not held back.
        """
        return self._take(2, half_rr_s) or self._take(1, half_rr_s, LATENESS_OF_NO_STRAP_S)

    def _take(
        self, quickly_after: int, half_rr_s: float, least_size_s: float = 0.0
    ) -> Loss | None:
        """Confirm the oldest suspicion that stands, and count what came after it as less late."""
        for loss in self._suspected:
            if loss.packets < quickly_after or loss.size_s < least_size_s:
                continue
            surely = loss.early_s > half_rr_s / 2
            if not loss.explicable or loss.least_s >= LATENESS_OF_NO_STRAP_S:
                surely = surely or loss.least_s >= loss.worst_s or loss.packets >= SURELY_AFTER
            if surely:
                self._suspected.remove(loss)
                self._explain(loss)
                return loss
        return None

    def _explain(self, loss: Loss) -> None:
        size_s = loss.size_s
        since = max(0, len(self._lateness) - loss.packets)
        self._lateness = deque(
            (late - size_s if i >= since else late for i, late in enumerate(self._lateness)),
            self._lateness.maxlen,
        )
        for later in self._suspected:
            if later.from_s > loss.from_s:
                later.before_s += size_s
                later.from_s += size_s
                later.usual_s = max(later.usual_s, loss.least_s) - size_s
                later.worst_s = max(later.worst_s, loss.least_s) - size_s
                later.least_s -= size_s
                later.early_s -= size_s
