"""Answers (trả lời): what a few words from a person mean. They inform staff, and by themselves change nothing.

"DA NOP", "HẸN 25/8", "Ok", "LIENKET 482913": in any case, with or without marks, composed or not. Whatever is not plainly
one of these is a question, because a person reads questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.spelling import fold, nfc


class AnswerKind(StrEnum):
    """What was meant."""

    CLAIMS_SUBMITTED = "claims_submitted"  # says that the report is on its way; only a received one counts
    PROMISES = "promises"
    ACKNOWLEDGED = "acknowledged"
    ASKS = "asks"
    BINDING = "binding"  # a one-time code that ties this account to a contact


ANSWER_NAMES = {
    AnswerKind.CLAIMS_SUBMITTED: "báo đã nộp",
    AnswerKind.PROMISES: "hẹn ngày nộp",
    AnswerKind.ACKNOWLEDGED: "đã nhận thông báo",
    AnswerKind.ASKS: "hỏi, hoặc ý khác",
    AnswerKind.BINDING: "mã liên kết",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`day` is what a promise names, `code` the six digits of a binding."""

    kind: AnswerKind
    day: date | None = None
    code: str = ""


LONGEST_TEXT = 2_000  # characters, as many as Zalo lets a person write at once
HORIZON = timedelta(days=180)  # nobody promises a report for later than that; the year was mistyped

_ASKS = Answer(AnswerKind.ASKS)
# Said out of politeness; without its mark it would read as "đã".
_POLITE = re.compile(r"\b[dD][ạẠ]\b")
_PUNCTUATION = re.compile(r"[^\w/\-.? ]+|(?<!\d)[/\-.]|[/\-.](?!\d)|_")
_DAY = re.compile(
    r"(?<![\d/.\-])(?P<day>\d{1,2})(?:[/.\-]| thang )(?P<month>\d{1,2})(?:(?:[/.\-]| nam )(?P<year>\d{4}|\d{2}))?(?![\d/])"
)
_CODE = re.compile(r"\b(?:lien ?ket|lk)\b\D{0,20}(\d{3})[ .\-]?(\d{3})\b(?!\d)")
_CLAIM = re.compile(r"\b(?:da|vua|vua moi|moi|xin) (?:duoc )?(?:nop|gui)\b")
_REPORT = re.compile(r"\b(?:bao cao|bc|van ban|roi|xong|du|day du)\b")
_PROMISE = re.compile(r"\bhen\b|\b(?:se|xin|du kien|cam ket) (?:nop|gui|hoan thanh)\b")
# What turns a statement into something else.
_DOUBT = re.compile(r"\?|\b(?:chua|khong|ko|chua the|neu|the nao|bao gio|khi nao|o dau|ai|gi|sao)\b")
_NOTHING_MORE = (
    "da vua moi nop gui duoc bao cao bc roi xong a ah vang don vi xa huyen toi em minh chung nhe ngay hom nay qua sang "
    "chieu kinh thua dong chi anh chi cac co quan dang uy"
)
_RECEIVED = (
    "ok oke okay okie okey da nhan duoc thong bao tin van ban ro nhat tri dong y vang a ah em toi minh don vi xa huyen "
    "chung roi cam on dong chi anh nhe nha"
)
_RECEIVED_AT_LEAST = re.compile(r"\b(?:ok|oke|okay|okie|okey|da nhan|nhan duoc|da ro|ro roi|nhat tri|dong y|vang)\b")


def read_answer(text: str, *, today: date) -> Answer:
    """What the words mean when they are read on `today`, in Hà Nội. Never fails."""
    words = _plain(text)
    if code := _CODE.search(words):
        return Answer(AnswerKind.BINDING, code=code[1] + code[2])
    claims = bool(_CLAIM.search(words)) and not _DOUBT.search(words)
    promised = _promised(words, today) if _PROMISE.search(words) else None
    if promised is not None:
        return _ASKS if claims else Answer(AnswerKind.PROMISES, promised)
    if claims and _says_no_more(words):
        return Answer(AnswerKind.CLAIMS_SUBMITTED)
    if _RECEIVED_AT_LEAST.search(words) and _is_made_of(words, _RECEIVED):
        return Answer(AnswerKind.ACKNOWLEDGED)
    return _ASKS


def read_lines(text: str, *, today: date) -> tuple[Answer, str]:
    """The same for what has several lines, such as a mail: the first that says something plainly, and its words."""
    lines = [line.strip() for line in nfc(text[:LONGEST_TEXT]).splitlines() if line.strip()]
    for line in lines:
        answer = read_answer(line, today=today)
        if answer.kind is not AnswerKind.ASKS:
            return answer, line
    return _ASKS, " ".join(lines)


def _plain(text: str) -> str:
    spoken = _POLITE.sub(" ", nfc(text[:LONGEST_TEXT]))
    return " ".join(_PUNCTUATION.sub(" ", fold(spoken)).split())


def _says_no_more(words: str) -> bool:
    """Whether the sending is of the report: it is named, or nothing else is."""
    return bool(_REPORT.search(words)) or _is_made_of(words, _NOTHING_MORE)


def _is_made_of(words: str, allowed: str) -> bool:
    return set(words.split()) <= set(allowed.split())


def _promised(words: str, today: date) -> date | None:
    """The one day that is named, if it is still to come; None for none, several, or one that cannot be."""
    found = list(_DAY.finditer(words))
    if len(found) != 1:
        return None
    day, month, year = found[0]["day"], found[0]["month"], found[0]["year"]
    years = [_full_year(year)] if year else [today.year, today.year + 1]
    days = (_date(one, int(month), int(day)) for one in years)
    return next((one for one in days if one is not None and today <= one <= today + HORIZON), None)


def _full_year(year: str) -> int:
    return int(year) if len(year) == len("2022") else 2000 + int(year)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
