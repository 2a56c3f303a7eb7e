"""The kinds of message: each has one context, one folder of templates, and one title for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.contexts import (
    BoardDigest,
    ContactTest,
    DistrictDigest,
    EscalationList,
    Exempted,
    Extended,
    FreshLink,
    LastReminder,
    Opening,
    Receipt,
    Reminder,
    Returned,
    SecondUrging,
    StaffNotice,
    Unreadable,
    Urging,
)

if TYPE_CHECKING:
    from notifications.contexts import Context

SENT = "đã gửi"  # the result of an earlier message that a transport took over

MESSAGE_NAMES = {
    "opening": "Thông báo triển khai",
    "reminder": "Nhắc việc",
    "last_reminder": "Nhắc lần cuối",
    "urging": "Đôn đốc",
    "second_urging": "Đôn đốc lần tiếp theo",
    "district_digest": "Danh sách gửi cấp trên trực tiếp",
    "board_digest": "Tổng hợp gửi cơ quan theo dõi",
    "escalation_list": "Báo cáo lên Văn phòng",
    "receipt": "Phiếu tiếp nhận",
    "returned": "Thông báo trả lại",
    "extended": "Thông báo gia hạn",
    "exempted": "Thông báo miễn báo cáo",
    "unreadable": "Thông báo tệp không mở được",
    "fresh_link": "Gửi lại liên kết",
    "contact_test": "Thư kiểm tra liên lạc",
    "notice": "Thông báo riêng",
}

REMINDERS = (MESSAGE_NAMES["reminder"], MESSAGE_NAMES["last_reminder"])

FOLDERS: dict[type[Context], str] = {
    Opening: "opening",
    Reminder: "reminder",
    LastReminder: "last_reminder",
    Urging: "urging",
    SecondUrging: "second_urging",
    DistrictDigest: "district_digest",
    BoardDigest: "board_digest",
    EscalationList: "escalation_list",
    Receipt: "receipt",
    Returned: "returned",
    Extended: "extended",
    Exempted: "exempted",
    Unreadable: "unreadable",
    FreshLink: "fresh_link",
    ContactTest: "contact_test",
    StaffNotice: "notice",
}
