"""A surface to draw on, in unscaled pixels, and its text."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont

from demo.pictures.palette import INK, SCALE, TEXT

# The built-in font knows plain Latin letters only: these are drawn from parts.
LOOKALIKES = str.maketrans({"ø": "o\u0338", "Ø": "O\u0338", "ı": "i", "–": "-", "—": "-"})


class Box(NamedTuple):
    """A rectangle in unscaled pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


class Canvas:
    """An image drawn in unscaled pixels and kept at twice the size."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def gradient(self, top: str, bottom: str) -> None:
        height = self.size[1] * SCALE
        for y in range(height):
            colour = mix(top, bottom, y / height)
            self.draw.line([(0, y), (self.size[0] * SCALE, y)], fill=colour)

    def shadow(self, box: Box, radius: float, blur: float = 14, strength: int = 70) -> None:
        lower = Box(box.x, box.y + blur / 2, box.w, box.h)
        left, top, right, bottom = self._around(lower, 3 * blur + 1)  # as far as a blur reaches
        x0, y0, x1, y1 = scaled(lower)
        mask = Image.new("L", (right - left, bottom - top), 0)
        place = [x0 - left, y0 - top, x1 - left, y1 - top]
        ImageDraw.Draw(mask).rounded_rectangle(place, radius * SCALE, fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(INK, (left, top, right, bottom), mask)

    def _around(self, box: Box, margin: float) -> tuple[int, int, int, int]:
        """A box with a margin, in real pixels, as far as the image goes."""
        width, height = self.image.size
        return (
            max(int((box.x - margin) * SCALE), 0),
            max(int((box.y - margin) * SCALE), 0),
            min(int((box.right + margin) * SCALE), width),
            min(int((box.bottom + margin) * SCALE), height),
        )

    def rect(
        self,
        box: Box,
        fill: str | None = None,
        outline: str | None = None,
        radius: float = 0,
        width: float = 1,
    ) -> None:
        self.draw.rounded_rectangle(
            scaled(box), radius * SCALE, fill=fill, outline=outline, width=int(width * SCALE)
        )

    def circle(self, x: float, y: float, r: float, fill: str, outline: str | None = None) -> None:
        self.draw.ellipse(
            scaled(Box(x - r, y - r, 2 * r, 2 * r)), fill=fill, outline=outline, width=2 * SCALE
        )

    def line(self, points: Sequence[tuple[float, float]], fill: str, width: float = 1) -> None:
        at = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(at, fill=fill, width=max(1, round(width * SCALE)), joint="curve")

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def arc(self, box: Box, start: float, end: float, fill: str, width: float) -> None:
        self.draw.arc(scaled(box), start, end, fill=fill, width=int(width * SCALE))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 13,
        fill: str = TEXT,
        bold: bool = False,
        anchor: str = "lm",
    ) -> None:
        """Write one line; `anchor` is Pillow's, with the middle line as the default."""
        plain, marks = without_marks(words)
        type_face = font(size)
        stroke = size * SCALE / 48 if bold else 0
        left = x * SCALE - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] * type_face.getlength(plain)
        at = (left, y * SCALE)
        self.draw.text(at, plain, fill, type_face, anchor="l" + anchor[1], stroke_width=stroke)
        for index, mark in marks:
            before = type_face.getlength(plain[:index])
            middle = left + before + type_face.getlength(plain[index]) / 2
            self._mark(mark, middle, y * SCALE, size * SCALE, plain[index], fill, bold)

    def _mark(
        self, mark: str, x: float, y: float, em: float, letter: str, fill: str, bold: bool
    ) -> None:
        width = max(2, round(em * (0.11 if bold else 0.085)))
        top = y - em * (0.46 if letter.isupper() else 0.32)
        reach = em * 0.09
        strokes = {
            "\u0301": [(x - reach * 0.5, top), (x + reach, top - reach * 1.5)],
            "\u0300": [(x + reach * 0.5, top), (x - reach, top - reach * 1.5)],
            "\u030c": [
                (x - reach * 1.1, top - reach * 1.3),
                (x, top),
                (x + reach * 1.1, top - reach * 1.3),
            ],
            "\u0303": [
                (x - reach * 1.6, top),
                (x - reach * 0.6, top - reach),
                (x + reach * 0.6, top - reach * 0.3),
                (x + reach * 1.6, top - reach * 1.2),
            ],
            "\u0327": [
                (x + em * 0.02, y + em * 0.28),
                (x + em * 0.06, y + em * 0.38),
                (x - em * 0.06, y + em * 0.42),
            ],
            "\u0338": [(x - em * 0.22, y + em * 0.32), (x + em * 0.22, y - em * 0.26)],
        }
        if mark == "\u0308":
            for side in (-1, 1):
                spot = x + side * em * 0.11
                dot = em * 0.055
                self.draw.ellipse([spot - dot, top - 2 * dot, spot + dot, top], fill=fill)
        elif mark in strokes:
            self.draw.line(strokes[mark], fill=fill, width=width, joint="curve")


def scaled(box: Box) -> list[float]:
    """The box as Pillow wants it: two corners, in real pixels."""
    return [box.x * SCALE, box.y * SCALE, box.right * SCALE - 1, box.bottom * SCALE - 1]


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size * SCALE)


def mix(one: str, other: str, share: float) -> tuple[int, int, int]:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue


def without_marks(words: str) -> tuple[str, list[tuple[int, str]]]:
    """Split accented letters: plain letters, and which mark belongs to which letter."""
    plain: list[str] = []
    marks: list[tuple[int, str]] = []
    for character in unicodedata.normalize("NFD", words.translate(LOOKALIKES)):
        if unicodedata.combining(character):
            marks.append((len(plain) - 1, character))
        else:
            plain.append(character)
    return "".join(plain), marks


def text_width(words: str, size: float) -> float:
    return font(size).getlength(without_marks(words)[0]) / SCALE
