"""Errors of the Official Account's host (openapi.zalo.me): consultation messages and templates by user id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.zalo.error_table import Way

if TYPE_CHECKING:
    from notifications.zalo.error_table import Row

ACCOUNT_ROWS: tuple[Row, ...] = (
    (
        (-216, -220, -124, 216, 401, -401),
        Way.TOKEN,
        "Zalo không chấp nhận access token của Official Account; chương trình đã xin token mới nhưng vẫn bị từ chối.",
    ),
    ((-32,), Way.RATE_OR_QUOTA, "Official Account hoặc ứng dụng đã gọi Zalo quá số lần cho phép."),
    ((-100,), Way.MISFIT, "Tệp đính kèm đã tải lên Zalo quá hạn 7 ngày; phải tải lên lại."),
    ((-200,), Way.UNCLEAR, "Zalo không gửi được tin và không nêu lý do."),
    ((-211,), Way.QUOTA, "Official Account đã dùng hết hạn mức gửi của tính năng này."),
    ((-218,), Way.RECIPIENT_LATER, "Người nhận đã nhận đủ số tin Zalo cho phép; gửi lại sau hoặc dùng kênh khác."),
    ((-234,), Way.HOURS, "Zalo không nhận loại tin này từ 22 giờ đến 6 giờ."),
    (
        (-230, -232),
        Way.MISFIT,
        "Người nhận không tương tác với Official Account trong 7 ngày qua; dùng kênh khác, hoặc đề nghị nhắn một tin cho Official Account.",
    ),
    (
        (-213,),
        Way.RECIPIENT,
        "Người nhận không còn quan tâm (follow) Official Account; đề nghị quan tâm lại hoặc dùng kênh khác.",
    ),
    ((-217,), Way.RECIPIENT, "Người nhận đã chặn lời mời hoặc tin nhắn của Official Account."),
    ((-244,), Way.RECIPIENT, "Người nhận đã hạn chế nhận loại tin này từ Official Account."),
    ((-227,), Way.RECIPIENT, "Tài khoản Zalo của người nhận bị khóa hoặc không hoạt động trên 45 ngày."),
    ((-201,), Way.MISFIT, "Zalo báo tham số của tin không hợp lệ; hãy kiểm tra mẫu tin và tham số."),
    ((-210,), Way.MISFIT, "Tham số của tin vượt quá giới hạn của Zalo."),
    ((-233,), Way.MISFIT, "Loại tin này không được Zalo hỗ trợ hoặc đã ngừng."),
    (
        (-238, -241),
        Way.MISFIT,
        "Mẫu tin chưa được duyệt, bị khóa hoặc không dùng được; hãy kiểm tra trên trang quản trị.",
    ),
    ((-248,), Way.MISFIT, "Nội dung tin vi phạm quy định của nền tảng Zalo."),
    (
        (-249,),
        Way.MISFIT,
        "Mẫu tin không gửi được theo user id (mẫu tạo trước 10/12/2025, mẫu OTP hoặc mẫu phản hồi); hãy tạo mẫu mới.",
    ),
    ((-204,), Way.RIGHTS, "Official Account đã bị xóa hoặc không tồn tại."),
    ((-205,), Way.RIGHTS, "Official Account không tồn tại; hãy kiểm tra mã Official Account đã cấu hình."),
    ((-209,), Way.RIGHTS, "Ứng dụng chưa được cấp quyền gọi chức năng này."),
    ((-212,), Way.RIGHTS, "Official Account chưa đăng ký chức năng này."),
    ((-219,), Way.RIGHTS, "Ứng dụng đã bị gỡ hoặc bị vô hiệu hóa."),
    ((-221,), Way.RIGHTS, "Official Account chưa được xác thực (tích vàng)."),
    (
        (-223,),
        Way.QUOTA_OR_CHANNEL,
        "Official Account đã hết hạn mức hoặc chưa đủ điều kiện dùng chức năng này; hãy xem trên trang quản trị.",
    ),
    ((-224,), Way.CHANNEL, "Official Account chưa mua gói dịch vụ cần cho chức năng này."),
    ((-235,), Way.CHANNEL, "Official Account không được dùng chức năng này; hãy xem trên trang quản trị."),
    ((-240,), Way.CHANNEL, "API gửi tin phiên bản cũ đã ngừng; cần cập nhật chương trình."),
    (
        (-242,),
        Way.RIGHTS,
        "Chữ ký appsecret_proof không đúng; hãy kiểm tra khóa bí mật của ứng dụng (APP_SECRET) trong cấu hình.",
    ),
    ((-320,), Way.CHANNEL, "Ứng dụng chưa liên kết với tài khoản Zalo Cloud (ZCA) để tính phí."),
    ((-321,), Way.CHANNEL, "Tài khoản Zalo Cloud (ZCA) hết tiền hoặc không hoạt động."),
)
