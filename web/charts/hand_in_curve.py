"""The curve of hand-ins against the deadline, as SVG: no script and no style in it, and it prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from markupsafe import HasHTML

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 22, 34
MOST_LABELS = 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """`hand_ins` are sums by the end of each day, `projection` goes on from the last of them. `key` is unique on the page."""

    key: str
    title: str
    hand_ins: tuple[tuple[date, int], ...]
    projection: tuple[tuple[date, int], ...]
    deadline: date
    expected: int

    @property
    def description(self) -> str:
        if not self.hand_ins:
            return f"Chưa có ngày nào để vẽ; phải nộp {self.expected} báo cáo, hạn {day_text(self.deadline)}."
        last, number = self.hand_ins[-1]
        said = f"Đến {day_text(last)} có {number} trên {self.expected} báo cáo; hạn {day_text(self.deadline)}."
        if self.projection:
            said += f" Nếu giữ nhịp hiện nay, đến hạn có khoảng {self.projection[-1][1]} báo cáo."
        return said


class _Frame:
    """From days and numbers to points of the picture."""

    def __init__(self, curve: Curve) -> None:
        days = [day for day, _ in (*curve.hand_ins, *curve.projection)] + [curve.deadline]
        self.first, self.last = min(days), max(days)
        self.days = max(1, (self.last - self.first).days)
        self.top = max(1, curve.expected, *(number for _, number in (*curve.hand_ins, *curve.projection)), 1)

    def x(self, day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.days, 1)

    def y(self, number: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / self.top, 1)

    def path(self, points: Iterable[tuple[date, int]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(number)}" for day, number in points)

    def ticks(self) -> list[date]:
        step = max(1, -(-self.days // MOST_LABELS))
        return [self.first + timedelta(days=number) for number in range(0, self.days + 1, step)]


@lru_cache(maxsize=64)
def hand_in_curve(curve: Curve) -> Markup:
    """Its colours come from the sheet of the site; its title and description are read out.

    Kept, since everybody who looks before another report comes in sees the same one.
    """
    frame = _Frame(curve)
    parts = [
        _tag("title", curve.title, id=f"{curve.key}-title"),
        _tag("desc", curve.description, id=f"{curve.key}-desc"),
        *_axes(frame, curve),
        *_lines(frame, curve),
    ]
    return Markup(
        '<svg class="chart curve" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}"'
        ' aria-labelledby="{}-title {}-desc">{}</svg>'
    ).format(WIDTH, HEIGHT, curve.key, curve.key, Markup("").join(parts))


def _axes(frame: _Frame, curve: Curve) -> list[Markup]:
    base, right = frame.y(0), WIDTH - RIGHT
    parts = [_line((LEFT, base), (right, base), "axis"), _text(LEFT - 8, base + 4, "0", "end")]
    if curve.expected:
        level = frame.y(curve.expected)
        parts += [_line((LEFT, level), (right, level), "line-quiet")]
        parts += [_text(LEFT - 8, level + 4, str(curve.expected), "end")]
    for day in frame.ticks():
        x = frame.x(day)
        parts += [_line((x, base), (x, base + 5), "axis"), _text(x, base + 20, f"{day.day:02}/{day.month}", "middle")]
    return parts


def _lines(frame: _Frame, curve: Curve) -> list[Markup]:
    x = frame.x(curve.deadline)
    is_right = x > WIDTH / 2
    parts = [
        _line((x, TOP - 6), (x, frame.y(0)), "mark"),
        _text(x - 6 if is_right else x + 6, TOP - 8, f"hạn {day_text(curve.deadline)}", "end" if is_right else "start"),
    ]
    if curve.hand_ins:
        parts.append(_polyline(frame.path(curve.hand_ins), "line"))
        day, number = curve.hand_ins[-1]
        parts.append(_tag("circle", "", cx=frame.x(day), cy=frame.y(number), r=4, class_="dot"))
    if len(curve.projection) > 1:
        parts.append(_polyline(frame.path(curve.projection), "line-ahead"))
    return parts


def _tag(name: str, content: str | HasHTML, **attributes: object) -> Markup:
    # Not by Markup.format, which takes ten times as long: the pictures of a page have some hundred pieces.
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")  # noqa: S704 -- names are our own, the rest is escaped


def _line(start: Point, end: Point, kind: str) -> Markup:
    return _tag("line", "", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=kind)


def _polyline(points: str, kind: str) -> Markup:
    return _tag("polyline", "", points=points, fill="none", class_=kind)


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return _tag("text", words, x=x, y=y, text_anchor=anchor)
