"""The live window on a bundled recording or a simulated person: no strap, nothing asked."""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coherence_desktop.practice.catalogue import Offer

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
OFF_SCREEN_S = 20.0
_SCREENSHOT = "coherence-desktop-demo.png"


def has_display() -> bool:
    """Whether a window can be seen here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return os.environ.get("QT_QPA_PLATFORM") not in ("offscreen", "minimal")
    return any(os.environ.get(name) for name in DISPLAYS)


def run_demo(
    *,
    speed: float = 1.0,
    seconds: float | None = None,
    screenshot: Path | None = None,
    simulated: bool = False,
    exposure: bool = False,
    practice: str = "",
    patient_screen: bool = False,
) -> tuple[int, Path | None]:
    """Show the demo; its session goes to a library that is deleted afterwards.

    Without a display it plays off screen for 20 s and writes a screenshot.

    Parameters
    ----------
    speed : float
        Session seconds per second.
    seconds : float, optional
        Ends by itself after that many seconds.
    screenshot : Path, optional
        Where to write a picture of the window at the end.
    simulated : bool
        A simulated person who follows the pacer, instead of the recording.
    exposure : bool
        A simulated person in trials of exposure, which start and go on by themselves.
    practice : str
        Id or name of what a simulated person practises instead; see `load_catalogue`.
    patient_screen : bool
        Open the patient's screen too.

    Returns
    -------
    code, screenshot : int, Path or None
        Exit code, and the picture that was written.

    Raises
    ------
    NoSuchPractice
        If none goes by that name.
    """
    offer = _offered(practice) if practice else None
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        seconds = OFF_SCREEN_S if seconds is None else seconds
        screenshot = screenshot or Path(tempfile.gettempdir()) / _SCREENSHOT
    from coherence_desktop.ui.demo.window import DemoWindow

    with tempfile.TemporaryDirectory(
        prefix="coherence-demo-", ignore_cleanup_errors=True
    ) as folder:
        demo = DemoWindow(
            Path(folder),
            speed=speed,
            simulated=simulated,
            exposure=exposure,
            offer=offer,
            patient_screen=patient_screen,
        )
        code = demo.run(seconds, screenshot)
    return code, screenshot if demo.pictured else None


def _offered(name: str) -> "Offer":
    from coherence_desktop.practice.catalogue import load_catalogue
    from coherence_desktop.records.locations import own_content

    return load_catalogue(own_content()).find(name)
