"""A YAML file read into a model; whatever is wrong is found again in the text, line and column."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from config.plan_errors import A_KEY, PlanError, explain
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails
    from ruamel.yaml.tokens import Token

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]


QUOTES = ("'", '"')
LEFT_OPEN = "dấu nháy hoặc dấu ngoặc mở ở đây chưa được đóng."
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _FastTextDates(SafeConstructor):
    """Leaves dates as text: a day like 2022-02-30 is then a fault with a place, not a crash of the parser."""


class _LocatedTextDates(RoundTripConstructor):
    """The same for the parser that keeps the places."""


_FastTextDates.add_constructor(_TIMESTAMP, SafeConstructor.construct_yaml_str)
_LocatedTextDates.add_constructor(_TIMESTAMP, RoundTripConstructor.construct_scalar)


def read_text(path: Path) -> str:
    """The text of a file in composed letters (NFC), with or without a byte order mark."""
    try:
        return nfc(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PlanError([f"{path.name}: không có tệp này trong thư mục {path.parent.name}."]) from None
    except UnicodeDecodeError as error:
        fault = f"{path.name}: không phải văn bản UTF-8 (byte thứ {error.start + 1}); hãy lưu lại tệp với mã UTF-8."
        raise PlanError([fault]) from None


class YamlFile:
    """One file. `data` is read by the fast parser; only a fault makes the slow one look for its place."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.text = read_text(path)
        self.data = self._parse()

    def read(self, model: type[Model]) -> Model:
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise PlanError(self._explain(fault) for fault in error.errors()) from None

    def problem(self, loc: Loc, text: str, *, at_key: bool = False) -> str:
        """The line to show for a fault at `loc`: the path of keys and positions that leads to it."""
        line, column = self._place(loc, at_key=at_key)
        return f"{self.name}, dòng {line + 1}, cột {column + 1}: {text}"

    def _explain(self, fault: ErrorDetails) -> str:
        loc = fault["loc"]
        at_key = fault["type"] == "extra_forbidden" or loc[-1:] == (A_KEY,)
        return self.problem(tuple(part for part in loc if part != A_KEY), explain(fault), at_key=at_key)

    def _parse(self) -> object:
        yaml = YAML(typ="safe")
        yaml.Constructor = _FastTextDates
        try:
            return yaml.load(self.text)
        except (YAMLError, ValueError) as error:
            raise PlanError([self._syntax(error)]) from None

    def _syntax(self, error: Exception) -> str:
        """The fault in the syntax. The slow parser marks it more exactly than the fast one, but takes any tag."""
        try:
            self._parse_slowly()
        except YAMLError as marked:
            error = marked
        line, column = self._syntax_place(error)
        if opened := self._quote_closed_in(line):
            line, column = opened
            fault = LEFT_OPEN
        else:
            fault = self._syntax_fault(error, line)
        return f"{self.name}, dòng {line + 1}, cột {column + 1}: {fault}"

    def _quote_closed_in(self, line: int) -> tuple[int, int] | None:
        """Where a quoted text of several lines began that ends here: a forgotten quote runs on to the next one."""
        found = None
        with suppress(YAMLError):
            for token in YAML(pure=True).scan(self.text):
                if getattr(token, "style", None) in QUOTES and _ends_at(token, line):
                    found = (token.start_mark.line, token.start_mark.column)
        return found

    def _syntax_place(self, error: Exception) -> tuple[int, int]:
        """Line and column, from 0; of something left open, where it begins, for its end is nowhere."""
        if isinstance(error, ReaderError):
            before = self.text[: error.position]
            return before.count("\n"), len(before) - before.rfind("\n") - 1
        if not isinstance(error, MarkedYAMLError):
            return 0, 0
        marks = [error.problem_mark, error.context_mark]
        mark = next(filter(None, reversed(marks) if _is_left_open(error) else marks), None)
        return (mark.line, mark.column) if mark else (0, 0)

    def _syntax_fault(self, error: Exception, line: int) -> str:
        if isinstance(error, DuplicateKeyError):
            return "tên này đã có ở phía trên trong cùng một phần; hãy bỏ một trong hai dòng."
        if isinstance(error, ReaderError):
            return "có ký tự không thuộc về văn bản; hãy xóa ký tự này."
        if isinstance(error, ConstructorError):
            return "không dùng được kiểu dữ liệu ghi ở đây; hãy bỏ phần bắt đầu bằng dấu chấm than."
        if _is_left_open(error):
            return LEFT_OPEN
        lines = self.text.splitlines()
        if line < len(lines) and "\t" in lines[line]:
            return "có dấu Tab; hãy thụt dòng bằng dấu cách."
        return "sai cú pháp YAML; hãy kiểm tra thụt dòng, dấu hai chấm, dấu nháy và dấu ngoặc ở dòng này và dòng trước."

    @cached_property
    def _located(self) -> object:
        return self._parse_slowly()

    def _parse_slowly(self) -> object:
        """The same data, each part of it with its place."""
        yaml = YAML(typ="rt", pure=True)
        yaml.Constructor = _LocatedTextDates
        return cast("object", yaml.load(self.text))

    def _place(self, loc: Loc, *, at_key: bool) -> tuple[int, int]:
        """Line and column, from 0, of the value at `loc` or of its key; of what encloses it where it is missing."""
        node = self._located
        place = (0, 0)
        for part in loc:
            where = _positions(node).get(part)
            if where is None:
                return place
            node = cast("Mapping[int | str, object]", node)[part]
            # An empty value has no place of its own.
            place = (where[0], where[1]) if at_key or node is None else (where[-2], where[-1])
        return place


def _ends_at(token: Token, line: int) -> bool:
    """Whether it runs over several lines, and ends in this one or in that before, where the fault then shows."""
    return token.start_mark.line < token.end_mark.line and token.end_mark.line in (line - 1, line)


def _is_left_open(error: Exception) -> bool:
    context = str(getattr(error, "context", "") or "")
    return "quoted scalar" in context or "flow" in context


def _positions(node: object) -> dict[int | str, Sequence[int]]:
    """What ruamel notes: line and column of an item of a list; of key, then value, in a mapping."""
    return getattr(getattr(node, "lc", None), "data", None) or {}
