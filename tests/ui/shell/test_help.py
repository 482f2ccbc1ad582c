"""F1 tells every key, those of the review among them, and fits on a small screen."""

from coherence_desktop.ui.shell.help_window import HelpWindow
from coherence_desktop.ui.widgets.key_cap import KeyCap


def caps_of(window: HelpWindow) -> list[str]:
    return [cap.accessibleName().removeprefix("Key ") for cap in window.findChildren(KeyCap)]


def test_at_home_there_is_no_review_to_tell_of(theme, qtbot):
    window = HelpWindow(theme, review=False)
    qtbot.addWidget(window)
    assert "Ins" not in caps_of(window)
    assert "F9" in caps_of(window)


def test_the_keys_of_the_review_are_told(theme, qtbot):
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    caps = caps_of(window)
    wanted = ("X", "A", "M", "N", "Ins", "T", "F2", "Del", "Space", "Ctrl Z Y", "Ctrl P")
    assert set(wanted) <= set(caps)


def test_the_window_fits_on_a_small_screen(theme, qtbot):
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    assert window.width() <= 1024
    assert window.height() <= 760
