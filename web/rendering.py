"""Pages, made here on the server: Vietnamese, sized for a phone, complete without a script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from config.clock import in_viet_nam
from config.log_facts import fact
from domain.vietnamese_dates import day_text
from web.static_files import static
from web.ways import on_pages

if TYPE_CHECKING:
    from datetime import datetime

SENTENCES = {
    401: "Phiên đăng nhập đã hết; hãy đăng nhập lại.",
    403: "Yêu cầu không có chứng thực hợp lệ nên không được nhận.",
    404: "Không có trang này, hoặc liên kết đã sai. Hãy mở lại đúng liên kết trong thông báo đã nhận.",
    405: "Địa chỉ này không nhận yêu cầu dạng đó.",
    408: "Yêu cầu gửi tới quá chậm; hãy thử lại.",
    421: "Hệ thống không có ở địa chỉ này.",
    413: "Nội dung gửi tới quá lớn.",
    422: "Yêu cầu không đúng dạng.",
    429: "Có quá nhiều yêu cầu; hãy thử lại sau ít phút.",
    503: "Hệ thống đang bận; hãy thử lại sau ít phút.",
}
FAILED = 500  # and above: ours, so whoever meets it may tell us which request it was
USUAL = "Có lỗi ngoài dự kiến; hãy thử lại sau ít phút, hoặc báo cho Ban Tuyên giáo Tỉnh ủy."


def page(template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(facts), status_code=status)


def failure(status: int, sentence: str = "", *, has_way_back: bool = False) -> HTMLResponse:
    """`has_way_back` is for who has an account: it leads to the first page, which is none of anybody else's."""
    said = on_pages(sentence) or SENTENCES.get(status, USUAL)
    number = fact("request") if status >= FAILED else ""
    return page("failure.html", status=status, sentence=said, has_way_back=has_way_back, number=number)


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(day=day_text, moment=moment_text, number=number_text, static=static, on_pages=on_pages)
    return made


def moment_text(moment: datetime) -> str:
    """As people read it here: 22/8/2022, 14:05."""
    local = in_viet_nam(moment)
    return f"{day_text(local.date())}, {local:%H:%M}"


def number_text(number: float) -> str:
    """1.234,5 as it is written here."""
    return f"{number:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
