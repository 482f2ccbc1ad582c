"""Where everything on the patient's screen is, at any size of the window."""

from PySide6.QtCore import QPointF, QRect, QRectF

SOFT_PX = 2.0
"""How far the soft edge of a disc reaches, with room for rounding."""

_WIDTH, _HEIGHT = 1920.0, 1080.0
_CENTER_Y = 440.0
_REST, _FULL = 104.0, 256.0
_STILL = 180.0
_FIELD = 276.0
_BANDS = (316.0, 352.0, 388.0)
_RING, _RING_WIDTH = 228.0, 32.0
_WORD_BASELINE = 956.0
_CORNER_BASELINE = 1023.0
_MARGIN = 64.0
_WORD_PX, _CORNER_PX, _LEAST_PX = 64.0, 40.0, 40.0


class Geometry:
    """Lengths in logical pixels, scaled from a drawing of 1920 x 1080.

    Parameters
    ----------
    width, height : int
        Size of the window.

    Attributes
    ----------
    center : QPointF
        Middle of the disc.
    field_radius : float
        Field that the disc reaches into.
    band_radii : tuple of float
        The three bands.
    still_radius, ring_radius, ring_width : float
        Disc and ring with reduced motion.
    box : QRect
        Square around the outermost band and its soft edge.
    word_px, corner_px : int
        Sizes of the words; what can be read from afar, as long as they do not touch.
    word_baseline, corner_baseline, margin : float
        Where the words stand.
    """

    def __init__(self, width: int, height: int) -> None:
        self._scale = scale = min(width / _WIDTH, height / _HEIGHT)
        self.center = QPointF(width / 2, height * _CENTER_Y / _HEIGHT)
        self.field_radius = _FIELD * scale
        self.band_radii = tuple(radius * scale for radius in _BANDS)
        self.still_radius = _STILL * scale
        self.ring_radius = _RING * scale
        self.ring_width = _RING_WIDTH * scale
        self.box = self.around(self.band_radii[-1])
        apart = (_CORNER_BASELINE - _WORD_BASELINE) * height / _HEIGHT
        least_px = min(_LEAST_PX, apart)
        self.word_px = round(max(least_px, _WORD_PX * scale))
        self.corner_px = round(max(least_px, _CORNER_PX * scale))
        self.word_baseline = height * _WORD_BASELINE / _HEIGHT
        self.corner_baseline = height * _CORNER_BASELINE / _HEIGHT
        self.margin = _MARGIN * scale

    def radius(self, level: float) -> float:
        """Radius of the disc at a level of the breath, 0 to 1."""
        return (_REST + (_FULL - _REST) * level) * self._scale

    def around(self, radius: float) -> QRect:
        """Smallest whole square around a disc and its soft edge."""
        reach = radius + SOFT_PX
        x, y = self.center.x() - reach, self.center.y() - reach
        return QRectF(x, y, 2 * reach, 2 * reach).toAlignedRect()
