"""Prints how far the tones that are heard are from the breath that is asked for.

Run on a quiet Linux machine with PulseAudio installed::

    python tests/bench/sound_sync.py --minutes 30

Plays on the null sink of a PulseAudio of its own, records what is heard there, follows its pitch
and compares it with the pacer on the session's clock.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.sensors.sensor import SessionClock
from coherence_desktop.signal.tones import LOW_HZ, RATE_HZ, SPAN
from coherence_desktop.sound.breath_sound import BreathSound

BAR_MS = 30.0
_WINDOW_S = 10.0
_PITCH_HZ = 50.0
_BAND_HZ = (190.0, 370.0)


def server(folder: Path) -> subprocess.Popen[bytes]:
    """A PulseAudio of our own with a null sink, found by this process and its children."""
    socket = folder / "native"
    os.environ |= {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
    }
    pulse = subprocess.Popen(
        (
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "-L",
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "-L",
            f"module-null-sink sink_name=bench rate={RATE_HZ}",
        ),
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        if socket.exists():
            return pulse
        time.sleep(0.05)
    raise SystemExit("PulseAudio does not start")


def listen(folder: Path) -> None:
    """Record the null sink: samples, and when each chunk of them had been heard."""
    command = ["parec", "-d", "bench.monitor", "--format=s16le", f"--rate={RATE_HZ}"]
    command += ["--channels=1", "--latency-msec=10", "--raw"]
    total = 0
    with (
        (folder / "samples").open("wb") as samples,
        (folder / "times").open("w") as times,
        subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as recorder,
    ):
        while chunk := recorder.stdout.read(65536):
            at = time.monotonic()
            total += len(chunk) // 2
            samples.write(chunk)
            times.write(f"{total} {at!r}\n")
            times.flush()


def heard_levels(samples: np.ndarray) -> np.ndarray:
    """Level of the breath in a recording by its pitch, at 50 Hz; NaN where it is too soft."""
    spectrum = np.fft.fft(samples)
    hz = np.fft.fftfreq(samples.size, 1.0 / RATE_HZ)
    spectrum[(hz < _BAND_HZ[0]) | (hz > _BAND_HZ[1])] = 0.0
    wave = np.fft.ifft(spectrum)
    step = round(RATE_HZ / _PITCH_HZ)
    turned = wave[1:] * wave[:-1].conj()
    turned = turned[: turned.size // step * step].reshape(-1, step).sum(axis=1)
    pitch = np.angle(turned) * RATE_HZ / (2.0 * np.pi)
    loud = np.abs(turned) / step > (0.05 * np.abs(wave).max()) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        level = np.log(pitch / LOW_HZ) / np.log(SPAN)
    return np.where(loud & (pitch > 0), level, np.nan)


def delays_ms(folder: Path, pacer: Pacer, clock: SessionClock) -> np.ndarray:
    """Delay of what is heard behind the pacer, in ms, in each 10 s."""
    samples = np.memmap(folder / "samples", np.int16, "r")
    counts, at = np.loadtxt(folder / "times").T
    size = int(_WINDOW_S * RATE_HZ)
    delays = []
    for start in range(size // 2, samples.size - size, size):
        levels = heard_levels(samples[start : start + size] / 32768.0)
        inside = (counts > start) & (counts <= start + size)
        origin = np.median(at[inside] - counts[inside] / RATE_HZ)
        middle = (np.arange(levels.size) + 0.5) / _PITCH_HZ
        t = clock.at(0.0) + origin + start / RATE_HZ + middle
        wanted = pacer.level(t)
        slope = (pacer.level(t + 0.01) - pacer.level(t - 0.01)) / 0.02
        used = np.isfinite(levels) & (wanted > 0.15) & (wanted < 0.85)
        used[:25] = used[-25:] = False
        behind = np.sum(slope[used] * (wanted - levels)[used]) / np.sum(slope[used] ** 2)
        delays.append(1000.0 * behind)
    return np.array(delays)


def main() -> int:
    """Play, listen, compare."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=2.0, help="1 or more")
    options.add_argument("--listen", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.minutes < 1.0:
        options.error("a minute at least")
    if given.listen is not None:
        listen(given.listen)
        return 0
    if shutil.which("pulseaudio") is None or shutil.which("parec") is None:
        print("PulseAudio is not installed; nothing was measured")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pulse = server(folder)
        listener = subprocess.Popen((sys.executable, __file__, "--listen", name))
        clock, pacer = SessionClock(), Pacer(Pattern.from_rate(6.0), 3.0)
        sound = BreathSound()
        sound.start(lambda: pacer, clock.now)
        spent_s = time.process_time()
        time.sleep(60.0 * given.minutes + 5.0)
        spent_s = time.process_time() - spent_s
        state = sound.state
        sound.stop()
        sound.join()
        listener.terminate()  # its recorder ends with the pipe
        listener.wait(10)
        pulse.terminate()
        pulse.wait(10)
        if not state.playing:
            print(f"nothing was played: {state.sentence}")
            return 1
        delays = delays_ms(folder, pacer, clock)[1:]
    drift = np.polyfit(np.arange(delays.size) * _WINDOW_S / 60.0, delays, 1)[0]
    worst = np.abs(delays).max()
    print(
        f"heard behind the pacer over {given.minutes:g} min: median {np.median(delays):+.1f} ms, "
        f"{delays.min():+.1f} to {delays.max():+.1f} ms in each {_WINDOW_S:g} s, "
        f"{100.0 * np.mean(np.abs(delays) <= BAR_MS):.1f} % within {BAR_MS:g} ms, "
        f"drift {drift:+.3f} ms a minute; "
        f"CPU {100.0 * spent_s / (60.0 * given.minutes + 5.0):.2f} % of one core"
    )
    return 0 if worst <= BAR_MS else 1


if __name__ == "__main__":
    sys.exit(main())
