"""What a token of the API allows, in Vietnamese."""

from __future__ import annotations

from domain.access import Permission

SCOPE_NAMES = {
    Permission.WATCH: "Xem toàn bộ đợt: đơn vị, báo cáo, thông báo, lượt tổng hợp",
    Permission.REVIEW: "Ghi nhận, chấp nhận, trả lại báo cáo; gia hạn, miễn, ghi ngày hẹn",
    Permission.REMIND: "Ghi cuộc gọi, xử lý trả lời và thông báo chưa rõ kết quả",
    Permission.CONSOLIDATE: "Yêu cầu, phê duyệt, hủy lượt tổng hợp",
    Permission.OVERSEE: "Xem báo cáo lên Văn phòng Tỉnh ủy và xác nhận đã xem",
}
