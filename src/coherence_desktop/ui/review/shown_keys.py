"""Keys that move the shown stretch."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coherence_desktop.ui.review.stretch import PAN_SHARE, ZOOM_STEP, Shown


def move_by_key(shown: Shown, event: QKeyEvent) -> bool:
    """Move the shown stretch as a key asks; false for a key that is none of its business."""
    key, modifiers = event.key(), event.modifiers()
    step_s = PAN_SHARE * shown.length_s
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        by_s = step_s if key == Qt.Key.Key_Right else -step_s
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            shown.move_end(shown.end_s + by_s)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            shown.move_start(shown.start_s + by_s)
        else:
            shown.pan(by_s)
    elif key == Qt.Key.Key_Home:
        shown.move_to(0.0)
    elif key == Qt.Key.Key_End:
        shown.move_to(shown.total_s)
    elif event.text() == "+":
        shown.zoom(1.0 / ZOOM_STEP)
    elif event.text() in ("-", "\N{MINUS SIGN}"):
        shown.zoom(ZOOM_STEP)
    else:
        return False
    return True
