"""What the answer of eSMS means for the message: one table. `{"CodeResult": "100", "SMSID": …, "ErrorMessage": …}`.

The codes are those of developers.esms.vn ("Bảng mã lỗi"), as far as a single message of customer care can meet them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notifications.channels.http_reply import in_words, read
from notifications.outcome import Accepted, Outcome, Rejected, Scope

if TYPE_CHECKING:
    from notifications.channels.http_session import Exchange

_TAKEN = "100"
_ALREADY_THERE = "124"


class _Rule(NamedTuple):
    code: str
    scope: Scope
    meaning: str


_RULES = (
    _Rule("99", Scope.RECIPIENT, "Số điện thoại này bị chặn trên hệ thống của nhà cung cấp tin nhắn."),
    _Rule("101", Scope.AUTH, "Sai ApiKey hoặc SecretKey của tài khoản eSMS; đề nghị kiểm tra cấu hình."),
    _Rule("102", Scope.CHANNEL, "Tài khoản eSMS chưa có bảng giá; đề nghị liên hệ nhà cung cấp."),
    # Waiting brings no money: somebody must pay.
    _Rule("103", Scope.CHANNEL, "Tài khoản eSMS không đủ số dư; đề nghị nạp tiền."),
    _Rule("104", Scope.CHANNEL, "Tên thương hiệu (brandname) chưa đúng hoặc chưa được kích hoạt."),
    _Rule("107", Scope.PAYLOAD, "eSMS xếp tin này vào loại tin quảng cáo."),
    _Rule("108", Scope.RECIPIENT, "Số điện thoại không đúng định dạng."),
    _Rule("110", Scope.PAYLOAD, "eSMS không nhận dữ liệu của tin."),
    _Rule("120", Scope.PAYLOAD, "Tin có quá nhiều số điện thoại."),
    _Rule(
        "140", Scope.CHANNEL, "Địa chỉ IP của máy chủ này chưa được eSMS cho phép gửi; đề nghị liên hệ nhà cung cấp."
    ),
    # The text is right, but no template that was registered for the brand fits it: perhaps this one, perhaps all.
    _Rule("146", Scope.UNCLEAR, "Nội dung chưa khớp mẫu tin đã đăng ký với nhà mạng; đề nghị đăng ký mẫu."),
    # The brand is registered operator by operator; the person on this one cannot be reached by it.
    _Rule("177", Scope.RECIPIENT, "Tên thương hiệu chưa đăng ký với nhà mạng của số điện thoại này."),
    _Rule("300", Scope.PAYLOAD, "Tin thiếu loại tin nhắn."),
    _Rule("", Scope.UNCLEAR, "eSMS không nhận tin."),
)


def classify(exchange: Exchange, *, request_id: str, secrets: tuple[str, ...]) -> Outcome:
    """The outcome of a sending. `secrets` are kept out of what staff will read.

    124 says that this RequestId came before: the first copy was taken, and its answer got lost.
    """
    answer = read(exchange)
    if not isinstance(answer, dict):
        return answer
    code = str(answer.get("CodeResult", ""))
    if code in {_TAKEN, _ALREADY_THERE}:
        return Accepted(str(answer.get("SMSID") or request_id))
    rule = next(rule for rule in _RULES if rule.code in {code, ""})
    said = answer.get("ErrorMessage") or answer.get("error")
    return Rejected(rule.scope, code or "no code", in_words(rule.meaning, said, secrets=secrets))
