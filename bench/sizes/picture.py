"""The picture: for each line a small plot, cost against number of obligations on two logarithmic axes; SVG by hand."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from bench.figures import Unit
from bench.sizes.cells import LINES, SUBJECTS, of_line
from bench.sizes.slopes import exponent
from bench.sizes.table import peaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bench.sizes.results import Results

COLUMNS, WIDTH, HEIGHT = 3, 330, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 22, 58, 30  # what stands around the axes of a plot
HEAD, ROOM = 64, 1.2  # ROOM for a label above the highest point and below the lowest
OURS, BASE, INK, GRID = "#0b5394", "#b45f06", "#222222", "#dddddd"
HUES = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#134f5c", "#7f6000")
Points = dict[int, float]


class Curve(NamedTuple):
    name: str
    points: Points
    colour: str
    dashes: str = ""


class Plot(NamedTuple):
    title: str
    under: str
    curves: Sequence[Curve]
    text: Callable[[float], str]  # a value of the upright axis in words
    is_of_many: bool = False


def write(path: Path, results: Results) -> None:
    path.write_text(picture(results), encoding="utf-8")


def picture(results: Results) -> str:
    plots = [*_plots(results), _memory(results)]
    rows = ceil(len(plots) / COLUMNS)
    width, height = COLUMNS * WIDTH, HEAD + rows * HEIGHT
    body = "\n".join(
        f'<g transform="translate({place % COLUMNS * WIDTH} {HEAD + place // COLUMNS * HEIGHT})">\n{_plot(plot, results.sizes)}\n</g>'
        for place, plot in enumerate(plots)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" fill="{INK}">\n'
        f'<title>Cost against number of obligations</title>\n<rect width="{width}" height="{height}" fill="white"/>\n'
        f"{_head(results)}\n{body}\n</svg>\n"
    )


def _head(results: Results) -> str:
    least, most = results.load
    said = f"{results.day.partition(',')[0]}; {results.machine}; load {least:.1f} to {most:.1f}"
    return "\n".join(
        (
            _text(16, 24, "Cost against number of obligations, both axes logarithmic", size=16, weight="bold"),
            _text(16, 44, said, size=11),
            f'<line x1="660" y1="20" x2="690" y2="20" stroke="{OURS}" stroke-width="2.5"/>',
            _text(696, 24, "Đôn đốc", size=12),
            f'<line x1="770" y1="20" x2="800" y2="20" stroke="{BASE}" stroke-width="2" stroke-dasharray="5 4"/>',
            _text(806, 24, "its baseline, same run", size=12),
        )
    )


def _plots(results: Results) -> Iterator[Plot]:
    for line in LINES:
        cells = of_line(results.cells, line)
        if not cells:
            continue
        ours = {number: line.cost(cell) for number, cell in cells.items()}
        base = {number: line.base(cell) for number, cell in cells.items()}
        growth = exponent(ours)
        grows = f", grows as n^{growth:.2f}" if growth is not None else ""
        yield Plot(
            line.name,
            f"{line.counted}, {line.by}{grows}",
            (Curve(line.against, base, BASE, "5 4"), Curve("", ours, OURS)),
            Unit.SECONDS.text,
        )


def _memory(results: Results) -> Plot:
    curves = [
        Curve(subject, {number: cell.peak for number, cell in sorted(peaks(subject, results).items())}, hue)
        for subject, hue in zip(SUBJECTS, HUES, strict=True)
    ]
    return Plot(
        "memory",
        "peak of the process of each subject",
        [one for one in curves if one.points],
        Unit.MEGABYTES.text,
        is_of_many=True,
    )


def _plot(plot: Plot, numbers: Sequence[int]) -> str:
    values = [value for curve in plot.curves for value in curve.points.values() if value > 0]
    if not values:
        return ""
    across = _Scale(min(numbers), max(numbers), LEFT, WIDTH - RIGHT)
    up = _Scale(10 ** floor(log10(min(values) / ROOM)), 10 ** ceil(log10(max(values) * ROOM)), HEIGHT - BOTTOM, TOP)
    parts = [
        _text(LEFT - 46, 20, plot.title, size=13, weight="bold"),
        _text(LEFT - 46, 36, plot.under, size=10.5),
        *_axes(across, up, numbers, plot.text),
    ]
    for place, curve in enumerate(plot.curves):
        parts += _curve(curve, across, up)
        parts += _named(curve, place) if plot.is_of_many else _labels(curve, across, up, plot.text)
    return "\n".join(parts)


class _Scale(NamedTuple):
    """From a value to a place on the paper, by the logarithm."""

    least: float
    most: float
    start: float
    end: float

    def place(self, value: float) -> float:
        span = log10(self.most) - log10(self.least) or 1.0
        return self.start + (log10(value) - log10(self.least)) / span * (self.end - self.start)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(round(log10(self.least)), round(log10(self.most)) + 1)]


def _axes(across: _Scale, up: _Scale, numbers: Sequence[int], text: Callable[[float], str]) -> Iterator[str]:
    for value in up.decades():
        y = up.place(value)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{GRID}"/>'
        yield _text(LEFT - 6, y + 3.5, _round(text(value)), size=10, anchor="end")
    for number in numbers:
        x = across.place(number)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="{GRID}"/>'
        yield _text(x, HEIGHT - BOTTOM + 15, f"{number:,}", size=10, anchor="middle")


def _round(words: str) -> str:
    """A decade has no digits behind the point."""
    return words.replace(".00", "").replace(".0", "")


def _curve(curve: Curve, across: _Scale, up: _Scale) -> Iterator[str]:
    places = [(across.place(number), up.place(value)) for number, value in curve.points.items() if value > 0]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dashes = f' stroke-dasharray="{curve.dashes}"' if curve.dashes else ""
    yield f'<polyline points="{line}" fill="none" stroke="{curve.colour}" stroke-width="2"{dashes}/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{curve.colour}"/>'


def _named(curve: Curve, place: int) -> Iterator[str]:
    """The name of each of many curves, inside the axes."""
    yield _text(LEFT + 6 + place % 3 * 82, TOP + 10 + place // 3 * 13, curve.name, size=10, colour=curve.colour)


def _labels(curve: Curve, across: _Scale, up: _Scale, text: Callable[[float], str]) -> Iterator[str]:
    """What the baseline is, under the title; the first and the last value beside their points."""
    if curve.name:
        yield _text(LEFT - 46, 50, f"against: {curve.name}", size=10.5, colour=curve.colour)
    below = 14 if curve.dashes else -7
    for number, anchor in {max(curve.points): "end", min(curve.points): "start"}.items():
        value, x = curve.points[number], across.place(number)
        if value > 0:
            yield _text(x, up.place(value) + below, text(value), size=10, anchor=anchor, colour=curve.colour)


def _text(
    x: float, y: float, words: str, *, size: float, anchor: str = "start", weight: str = "normal", colour: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}"'
        f' paint-order="stroke" stroke="white" stroke-width="3">'
        f"{escape(words)}</text>"
    )
