"""Pages, made here on the server: Vietnamese, sized for a phone, without a script."""

from __future__ import annotations

from functools import cache

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

SENTENCES = {
    403: "Yêu cầu không có chứng thực hợp lệ nên không được nhận.",
    404: "Không có trang này, hoặc liên kết đã sai. Hãy mở lại đúng liên kết trong thông báo đã nhận.",
    405: "Địa chỉ này không nhận yêu cầu dạng đó.",
    408: "Yêu cầu gửi tới quá chậm; hãy thử lại.",
    413: "Nội dung gửi tới quá lớn.",
    422: "Yêu cầu không đúng dạng.",
    503: "Hệ thống đang bận; hãy thử lại sau ít phút.",
}
USUAL = "Có lỗi ngoài dự kiến; hãy thử lại sau ít phút, hoặc báo cho Ban Tuyên giáo Tỉnh ủy."


def page(template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
    return HTMLResponse(_environment().get_template(template).render(facts), status_code=status)


def failure(status: int) -> HTMLResponse:
    return page("failure.html", status=status, sentence=SENTENCES.get(status, USUAL))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
