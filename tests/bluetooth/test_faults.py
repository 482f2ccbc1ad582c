"""Whatever a strap does wrong: no beat twice, none invented, every gap named, all in time."""

from bluetooth_stage import Listener, Stage, Strap, assert_true_account, gap_causes, intervals

from coherence_desktop.events import Beat, Contact, LinkState, PacketRejected
from coherence_desktop.sensors.emulator import Fault, FaultKind, Sent

BEATS = 32

EACH = {
    "hci1": Fault(FaultKind.DISCONNECT, every_beats=14, lasting_s=1.5),
    "hci2": Fault(FaultKind.SILENCE, every_beats=16, lasting_s=2.5),
    "hci3": Fault(FaultKind.LOST_CONTACT, every_beats=14, lasting_s=2.5),
    "hci4": Fault(FaultKind.MALFORMED, every_beats=4),
    "hci5": Fault(FaultKind.DUPLICATE, every_beats=4),
    "hci6": Fault(FaultKind.ZERO_RR, every_beats=4),
    "hci7": Fault(FaultKind.NO_RR, every_beats=3),
    "hci8": Fault(FaultKind.SEVERAL_RR),
}


async def perform(stage: Stage, faults: dict[str, tuple[Fault, ...]]) -> dict:
    """Play one strap an adapter, all at once and in real time."""
    pairs: dict[str, tuple[Strap, Listener]] = {}
    for adapter, kinds in faults.items():
        name = f"Strap {adapter}"
        strap = await stage.strap(
            intervals(BEATS), adapter, name=name, faults=kinds, seed=7, linger_s=2.0
        )
        pairs[adapter] = (strap, stage.listen(name))
    for strap, listener in pairs.values():
        await strap.finished()
        await listener.stop()
    for strap, _ in pairs.values():
        await strap.result()
    return pairs


async def test_each_fault_alone_is_told_for_what_it_is(stage: Stage):
    pairs = await perform(stage, {adapter: (fault,) for adapter, fault in EACH.items()})
    by_kind = {EACH[adapter].kind: pair for adapter, pair in pairs.items()}
    for kind, (strap, listener) in by_kind.items():
        assert strap.result_now.faults.get(kind, 0) or kind is FaultKind.SEVERAL_RR
        assert_true_account(strap, listener)

    for kind in (FaultKind.MALFORMED, FaultKind.DUPLICATE, FaultKind.ZERO_RR):
        strap, listener = by_kind[kind]
        rejected = [bytes(one.raw).hex() for one in listener.all(PacketRejected)]
        wrong = [one.raw for one in strap.did if isinstance(one, Sent) and one.fault == kind]
        assert rejected == wrong, "each is told, with its bytes"
        assert {one.reason for one in listener.all(PacketRejected)} == {kind}
    for kind in (
        FaultKind.MALFORMED,
        FaultKind.DUPLICATE,
        FaultKind.ZERO_RR,
        FaultKind.NO_RR,
        FaultKind.SEVERAL_RR,
    ):
        strap, listener = by_kind[kind]
        assert len(listener.all(Beat)) == BEATS, f"{kind} costs no beat"
        # A machine that is busy with other work may hold a packet up, and that is told.
        assert set(gap_causes(listener)) <= {"silence"}

    strap, listener = by_kind[FaultKind.LOST_CONTACT]
    assert set(gap_causes(listener)) == {"lost_contact"}
    assert [contact.detected for contact in listener.all(Contact)][:3] == [True, False, True]
    assert listener.count(LinkState.RECONNECTING) == 0
    assert "disconnected" in gap_causes(by_kind[FaultKind.DISCONNECT][1])
    assert "silence" in gap_causes(by_kind[FaultKind.SILENCE][1])


async def test_all_faults_together_leave_a_true_account(stage: Stage):
    everything = tuple(EACH.values())
    always = (Fault(FaultKind.WIDE_HEART_RATE), Fault(FaultKind.ENERGY))
    pairs = await perform(
        stage,
        {
            "hci1": (*everything, *always),
            "hci2": (*everything[:7], *always),
            "hci3": always,
        },
    )
    for strap, listener in pairs.values():
        assert_true_account(strap, listener)
    assert len(pairs["hci3"][1].all(Beat)) == BEATS, "wide and energy cost nothing"


async def test_all_faults_but_those_that_hide_beats_cost_none_at_speed(stage: Stage, rr_of):
    rr_ms = rr_of("physio_1")[:300]
    harmless = tuple(
        Fault(kind, every_beats=9)
        for kind in (FaultKind.MALFORMED, FaultKind.ZERO_RR, FaultKind.NO_RR)
    )
    strap = await stage.strap(rr_ms, speed=50, faults=harmless, seed=2)
    listener = stage.listen("Polar H10")
    result = await strap.result()
    await listener.hears(300)
    await listener.stop()
    assert listener.heard == list(result.sent_1024)
    assert sum(result.faults.values()) > 60


async def test_equal_beats_are_kept_and_repeats_of_them_are_not(stage: Stage):
    strap = await stage.strap(
        [400.0] * 16, faults=(Fault(FaultKind.DUPLICATE, every_beats=2),), linger_s=1.0
    )
    listener = stage.listen("Polar H10")
    await strap.finished()
    await listener.stop()
    result = await strap.result()
    assert len(listener.all(Beat)) == len(result.sent_1024) == 16
    assert len(listener.all(PacketRejected)) == result.faults["duplicate"] > 4
