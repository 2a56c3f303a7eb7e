"""What roles are called in Vietnamese, and what each may do."""

from __future__ import annotations

from domain.access import Role

ROLES = {
    Role.BOARD: ("Ban Tuyên giáo", "theo dõi, đôn đốc, xem xét báo cáo, tổng hợp, điều chỉnh kế hoạch"),
    Role.VIEWER: ("Lãnh đạo", "xem toàn bộ đợt, không thao tác"),
    Role.OFFICE: ("Văn phòng Tỉnh ủy", "nhận báo cáo về đơn vị quá hạn, xác nhận đã nhận, xem báo cáo của tỉnh"),
    Role.UNIT: ("Cán bộ của đơn vị", "mở trang của đơn vị mình: nộp báo cáo, hẹn ngày, xem kết quả"),
    Role.ADMINISTRATOR: ("Quản trị", "tài khoản, đầu mối, kênh gửi, nhật ký; không xem xét báo cáo"),
}
