from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from jinja2 import UndefinedError

from domain.spelling import fold
from notifications.contexts import BoardDigest, Opening, Urging
from notifications.rendering import _environment, render
from tests.notifications.examples import COMMUNE_DUTY, DISTRICT_DUTY, EARLIER, EXAMPLES, PLAN, UNREACHED_LINE
from tests.notifications.renew_expected import expected_files

DEADLINES = {
    "opening": "31/7/2022",
    "reminder": "20/8/2022",
    "last_reminder": "20/8/2022",
    "urging": "20/8/2022",
    "second_urging": "20/8/2022",
    "district_digest": "31/7/2022",
    "board_digest": "20/8/2022",
    "escalation_list": "20/8/2022",
    "receipt": "20/8/2022",
    "returned": "29/8/2022",
}
THREATS = ("kỷ luật", "kiểm điểm", "chấn chỉnh", "xử lý trách nhiệm", "phê bình")
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"\w+")
LETTERS = re.compile(r"[^\W\d_]+")


def body_words(page: str) -> list[str]:
    """The words that a reader of the HTML sees, in order."""
    return WORD.findall(html.unescape(TAG.sub(" ", page.partition("<body")[2].partition(">")[2])))


def romanised(text: str, *, by: str) -> set[str]:
    """Pairs of words without marks which `by` writes with marks: "bao cao" beside "báo cáo"."""
    marked = {fold(pair) for pair in word_pairs(by) if not pair.isascii()}
    return {pair for pair in word_pairs(text) if pair.isascii() and fold(pair) in marked}


def word_pairs(text: str) -> set[str]:
    return {f"{first} {second}" for first, second in pairwise(LETTERS.findall(text))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_letter_is_the_expected_one(name: str) -> None:
    letters = expected_files(name)

    assert {path: path.read_bytes() for path in letters} == {path: text.encode() for path, text in letters.items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_subject_is_one_line_that_begins_with_the_matter(name: str) -> None:
    subject = render(EXAMPLES[name]).subject

    assert "\n" not in subject
    assert subject.startswith("[15-KH/TU] ")
    assert not subject.endswith(" ")


@pytest.mark.parametrize("name", EXAMPLES)
def test_letter_is_composed_even_from_decomposed_names(name: str) -> None:
    context = EXAMPLES[name]
    decomposed = replace(context, plan=replace(PLAN, sender=unicodedata.normalize("NFD", PLAN.sender)))

    rendered = render(decomposed)

    assert rendered == render(context)
    assert all(unicodedata.is_normalized("NFC", part) for part in (rendered.subject, rendered.text, rendered.html))


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_says_word_for_word_what_the_text_says(name: str) -> None:
    rendered = render(EXAMPLES[name])

    assert body_words(rendered.html) == WORD.findall(rendered.text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_carries_nothing_from_outside(name: str) -> None:
    page = render(EXAMPLES[name]).html

    assert '<html lang="vi">' in page
    assert '<meta charset="utf-8">' in page
    own = re.sub(r"https://dondoc.hanam.example/[tu]/", "", page)  # the two pages of ours that a letter may lead to
    assert not re.search(r"https?:|<img|<script|<link|<style|url\(", own)


@pytest.mark.parametrize(("name", "deadline"), DEADLINES.items())
def test_text_cites_plan_and_deadline(name: str, deadline: str) -> None:
    text = render(EXAMPLES[name]).text

    assert "Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam" in text
    assert deadline in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_letter_never_threatens(name: str) -> None:
    text = render(EXAMPLES[name]).text

    assert [word for word in THREATS if word in text] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_letter_is_not_romanised(name: str) -> None:
    letters = "\n".join(render(context).text for context in EXAMPLES.values())
    rendered = render(EXAMPLES[name])

    assert romanised("Gui bao cao", by=letters) == {"bao cao", "Gui bao"}
    assert romanised(f"{rendered.subject}\n{rendered.text}", by=letters) == set()


@pytest.mark.parametrize("name", EXAMPLES)
def test_html_never_parts_the_number_of_the_plan(name: str) -> None:
    body = render(EXAMPLES[name]).html.partition("<body")[2]

    assert body.count("15-KH/TU") == body.count('<span style="white-space:nowrap">15-KH/TU</span>') > 0


def test_html_escapes_the_name_of_a_unit() -> None:
    opening = Opening(PLAN, replace(COMMUNE_DUTY, unit='<b>&"x'))

    rendered = render(opening)

    assert '<b>&"x' not in rendered.html
    assert "&lt;b&gt;&amp;&#34;x" in rendered.html
    assert '<b>&"x' in rendered.text


def test_html_escapes_a_promise_and_a_list() -> None:
    unit = "<i>xã</i>"
    promise = Urging(
        PLAN,
        replace(DISTRICT_DUTY, unit=unit),
        today=date(2022, 8, 22),
        days_late=2,
        earlier=EARLIER,
        promised=date(2022, 8, 26),
    )
    digest = EXAMPLES["board_digest"]
    assert isinstance(digest, BoardDigest)
    listed = replace(digest, unreached=(replace(UNREACHED_LINE, unit=unit),))

    assert unit not in render(promise).html
    assert unit not in render(listed).html


def test_subject_stays_one_line_when_a_name_does_not() -> None:
    opening = Opening(PLAN, replace(COMMUNE_DUTY, unit="Đảng ủy xã\r\nBcc: Chân Lý"))

    assert render(opening).subject.endswith("– Đảng ủy xã Bcc: Chân Lý")


def test_template_may_not_ask_for_what_is_not_there() -> None:
    template = _environment().from_string("{{ report_content }}")

    with pytest.raises(UndefinedError):
        template.render()
