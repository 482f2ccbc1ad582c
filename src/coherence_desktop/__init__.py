"""Heart-rate-variability biofeedback and interoceptive exposure with a Bluetooth chest strap."""

__version__ = "0.1.0"
