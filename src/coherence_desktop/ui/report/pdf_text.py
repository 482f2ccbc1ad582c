"""Words on the page of a PDF: fonts, and texts broken into lines of some width."""

import unicodedata

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from coherence_desktop.ui.theme import LIGHT, Theme

DOTS_PER_POINT = 10
"""Units of the page in a point; fonts are laid out in them, so that no width is rounded."""
_SUBSTITUTES = ("tnum", "calt", "liga", "clig")
"""Qt tells a PDF no letter for a glyph that stands in for another: such figures and colons could
be neither found nor copied nor read aloud."""
_SEPARATOR = "\N{LINE SEPARATOR}"


def ink(token: str) -> QColor:
    """A colour of the light look: paper is light."""
    return QColor(getattr(LIGHT, token))


class Type:
    """The fonts of one document.

    Parameters
    ----------
    scale : float
        Of all sizes; below 1 where a document has to stand on one page.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._theme = Theme()
        self._fonts: dict[tuple[float, int], QFont] = {}

    def units(self, points: float) -> float:
        """Points of the design in units of the page."""
        return points * DOTS_PER_POINT * self.scale

    def font(self, points: float, weight: int = 400) -> QFont:
        """A font that is not fitted to any screen."""
        key = (points, weight)
        if key not in self._fonts:
            font = self._theme.font(max(1, round(self.units(points))), weight)
            # Letter spacing for large sizes is meant for pixels of a screen.
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100.0)
            for feature in _SUBSTITUTES:
                font.setFeature(QFont.Tag(feature), 0)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setStyleStrategy(QFont.StyleStrategy.ForceOutline)
            self._fonts[key] = font
        return self._fonts[key]


class TextBox:
    """A text in lines of some width.

    Parameters
    ----------
    text : str
    font : QFont
    width, leading : float
        Width of the box, and from one base line to the next, in units of the page.
    token : str
        Its colour.
    right : bool
        Whether its lines end at the right edge.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        leading: float,
        token: str = "ink",
        *,
        right: bool = False,
    ) -> None:
        self.leading = leading
        self._width = max(1.0, width)
        self._token = token
        self._right = right
        told = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _SEPARATOR)
        self._layout = QTextLayout(told, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self._width)
        self._layout.endLayout()
        self._ascent = (leading + QFontMetricsF(font).capHeight()) / 2.0

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self._layout.lineCount()

    @property
    def height(self) -> float:
        """Of all lines."""
        return self.lines * self.leading

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw all lines from a corner on."""
        for number in range(self.lines):
            self.draw_line(painter, number, x, y + number * self.leading)

    def draw_line(self, painter: QPainter, number: int, x: float, y: float) -> None:
        """Draw one line with its upper left corner there."""
        line = self._layout.lineAt(number)
        shift = self._width - line.naturalTextWidth() if self._right else 0.0
        painter.setPen(ink(self._token))
        top = y + self._ascent - line.ascent()
        line.draw(painter, QPointF(x + shift - line.x(), top - line.y()))


def natural_width(text: str, font: QFont) -> float:
    """Width of a text on one line; the longest, if it has several."""
    metrics = QFontMetricsF(font)
    return max((metrics.horizontalAdvance(line) for line in text.splitlines()), default=0.0)


def longest_word(text: str, font: QFont) -> float:
    """Width of its longest word."""
    metrics = QFontMetricsF(font)
    # A no-break space keeps words together; str.split() would part them.
    words = text.replace("\n", " ").replace("\t", " ").split(" ")
    return max((metrics.horizontalAdvance(word) for word in words), default=0.0)


def from_right(text: str) -> bool:
    """Whether a text is written from right to left, by its first letter that has a direction."""
    found = (unicodedata.bidirectional(letter) for letter in text)
    return next((one for one in found if one in ("L", "R", "AL")), "L") != "L"
