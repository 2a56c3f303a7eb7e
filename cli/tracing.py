"""`dondoc runs trace`: who wrote a sentence of a draft, down to the commune."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.options import AsJson, PlanName
from cli.printing import print_json, say
from cli.runs import Number
from config import consolidating
from config.wiring import workplace
from domain.spelling import nfc
from domain.traces import Origin
from services.tracing import trace_words

if TYPE_CHECKING:
    from services.tracing import SourceOf, Traced

NOBODYS = {
    Origin.OUTLINE: "Đề mục của đề cương.",
    Origin.PROGRAM: "Lời của chương trình (số đếm, tên đơn vị, lời dẫn), không phải lời của đơn vị nào.",
}


def trace(
    number: Number,
    words: Annotated[str, Parameter(name="CÂU", help="Một đoạn ngắn chép từ dự thảo; có dấu hay không dấu đều được.")],
    /,
    *,
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    run = consolidating.find(place, campaign, number)
    with place.read() as session:
        found = trace_words(session, campaign, place.store, run, words=nfc(words))
    if json:
        print_json({"run": number, "sentences": found})
        return
    for one in found:
        _print(one)


def _print(one: Traced) -> None:
    where = f"Mục {one.section}, đoạn {one.paragraph}" if one.section else f"Đoạn {one.paragraph}"
    say(f"{where} của dự thảo: “{one.text}”")
    for source in one.sources:
        _print_source(source, quoted=one.text, depth=1)
    if not one.sources:
        say(f"  {NOBODYS[one.origin]}")


def _print_source(source: SourceOf, *, quoted: str, depth: int) -> None:
    number = f"số {source.document_number}, " if source.document_number else ""
    within = f"mục {source.section}, " if source.section else ""
    own = "" if source.text == quoted else f": “{source.text}”"
    say(f"{'  ' * depth}- {source.name} ({number}bản nộp {source.version}), {within}đoạn {source.paragraph}{own}")
    for one in source.below:
        _print_source(one, quoted=source.text, depth=depth + 1)
