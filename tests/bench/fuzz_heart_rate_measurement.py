"""Throws a million packets at the Heart Rate Measurement codec; takes COUNT and SEED.

A third is noise, a third valid, a third valid and then cut, lengthened or altered. Each answer is
compared with a second reading of the specification, written here as a plain table of fields.
"""

import random
import sys
import time

from coherence_desktop.sensors.heart_rate_measurement import (
    HeartRateMeasurement,
    MalformedPacket,
    decode,
    encode,
)


def expected(raw: bytes) -> HeartRateMeasurement | None:
    """Read ``raw`` by consuming octets one at a time; ``None`` is malformed."""
    if len(raw) > 512:
        return None
    octets = list(raw)
    try:
        flags = octets.pop(0)
        rate = octets.pop(0) + (256 * octets.pop(0) if flags % 2 else 0)
        contact = {0: None, 1: None, 2: False, 3: True}[flags // 2 % 4]
        energy = octets.pop(0) + 256 * octets.pop(0) if flags // 8 % 2 else None
        rr = []
        while flags // 16 % 2 and octets:
            rr.append(octets.pop(0) + 256 * octets.pop(0))
    except IndexError:
        return None
    return None if octets else HeartRateMeasurement(rate, contact, energy, tuple(rr))


def valid(dice: random.Random) -> bytes:
    """A packet as a strap may send it, with every field at times at its limits."""
    word = dice.choice(
        (lambda: dice.choice((0, 1, 255, 256, 65535)), lambda: dice.getrandbits(16))
    )
    measurement = HeartRateMeasurement(
        heart_rate_bpm=word(),
        contact=dice.choice((None, False, True)),
        energy_kj=word() if dice.random() < 0.3 else None,
        rr_1024=tuple(word() for _ in range(dice.choice((0, 1, 1, 1, 2, 3, 9)))),
    )
    raw = encode(measurement, wide=dice.random() < 0.3)
    if decode(raw) != measurement:
        raise AssertionError(f"{measurement} came back as {decode(raw)}")
    return raw


def damaged(dice: random.Random) -> bytes:
    """A valid packet with one thing done to it."""
    raw = bytearray(valid(dice))
    match dice.randrange(4):
        case 0:
            del raw[dice.randrange(len(raw)) :]
        case 1:
            raw += dice.randbytes(dice.choice((1, 2, 3, 600)))
        case 2:
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        case _:
            raw[0] = dice.getrandbits(8)
    return bytes(raw)


def noise(dice: random.Random) -> bytes:
    """Anything at all."""
    return dice.randbytes(dice.randrange(24))


def main(count: int = 1_000_000, seed: int = 1) -> int:
    """Run; the exit status is 1 if any packet was answered wrongly."""
    dice = random.Random(seed)
    makers = (noise, valid, damaged)
    read = refused = wrong = 0
    started = time.perf_counter()
    for n in range(count):
        raw = makers[n % 3](dice)
        answer: object
        try:
            answer = decode(raw)
            read += 1
        except MalformedPacket as error:
            answer = None if error.raw == raw else error
            refused += 1
        except Exception as error:  # noqa: BLE001 - that none escapes is what is tested
            answer = error
        if answer != expected(raw):
            wrong += 1
            print(f"0x{raw.hex()}: {answer!r} instead of {expected(raw)!r}", file=sys.stderr)
    seconds = time.perf_counter() - started
    print(f"{count} packets: {read} read, {refused} refused, {wrong} wrong, {seconds:.1f} s")
    return 1 if wrong or not read or not refused else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
