"""Ways out on pages: sentences of the rules name commands, and who sits before a page is told of the page instead."""

from __future__ import annotations

import re

# The longest first: a command is a part of the one with more words. What stands behind a command belongs to it.
_REST = r"(?: (?!và\b|rồi\b)[^\s,;.()“”]+)*"
PAGES = {
    "contacts list --unproven": "trang Đầu mối",
    "contacts list": "trang Đầu mối",
    "contacts import": "trang Đầu mối",
    "contacts check": "trang Đầu mối",
    "contacts bind": "người quản trị hệ thống",
    "review withdraw": "“Rút bản nộp” trên trang của báo cáo",
    "review show": "trang của báo cáo",
    "review list": "trang Báo cáo",
    "runs list": "trang Tổng hợp",
    "runs show": "trang của lượt tổng hợp",
    "triage list": "trang Thư đến chờ phân loại",
    "answers list": "trang Trả lời của đơn vị",
    "phone list": "trang Gọi điện thoại",
    "messages": "trang Mọi thông báo",
    "channels reopen": "trang Quản trị, Kênh gửi",
    "promise": "“Ghi ngày hẹn nộp” trên trang của đơn vị",
    "extend": "“Gia hạn” trên trang của đơn vị",
    "submit": "“Ghi nhận báo cáo giấy” trên trang Báo cáo",
    "transmit": "“Ghi nhận gửi lên trên” trên trang của lượt tổng hợp",
    "status": "trang Đơn vị",
    "intake": "trang Thư đến chờ phân loại",
    "rehearse": "trang Diễn tập",
}
# Done at the machine alone, so the command stays.
AT_THE_MACHINE = ("plan open", "zalo grant", "deliver", "day", "work", "prove", "audit verify", "letter office")
_COMMANDS = re.compile(rf"dondoc ({'|'.join(map(re.escape, PAGES))})\b{_REST}")


def on_pages(sentence: str) -> str:
    """The sentence with pages in the place of commands: "Xem: dondoc runs show 3" is "Xem: trang của lượt tổng hợp"."""
    return _COMMANDS.sub(lambda found: PAGES[found[1]], sentence).replace("bằng lệnh: ", "ở ")
