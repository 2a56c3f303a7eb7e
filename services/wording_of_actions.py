"""What the deeds of the audit log are called in Vietnamese."""

from __future__ import annotations

from domain.audit_log import Action

ACTIONS = {
    Action.SIGNED_IN: "đăng nhập",
    Action.SIGNED_OUT: "đăng xuất",
    Action.SIGN_IN_REFUSED: "đăng nhập không thành công",
    Action.PASSWORD_CHANGED: "đổi mật khẩu",
    Action.PASSWORD_RESET: "đặt lại mật khẩu cho người khác",
    Action.SECOND_FACTOR_SET: "bật xác thực hai bước",
    Action.SECOND_FACTOR_REMOVED: "tắt xác thực hai bước",
    Action.SESSION_REVOKED: "đóng một phiên đăng nhập",
    Action.USER_CREATED: "lập tài khoản",
    Action.USER_CHANGED: "sửa tài khoản",
    Action.USER_CLOSED: "khóa tài khoản",
    Action.USER_REOPENED: "mở lại tài khoản",
    Action.CONTACTS_IMPORTED: "nhập danh sách đầu mối",
    Action.CONTACTS_TESTED: "gửi thư kiểm tra đầu mối",
    Action.CHANNEL_TESTED: "thử một kênh",
    Action.CHANNEL_REOPENED: "mở lại một kênh",
    Action.FILE_TAKEN: "tải một tệp về",
    Action.RUN_REQUESTED: "yêu cầu một lượt tổng hợp",
    Action.RUN_APPROVED: "phê duyệt một lượt tổng hợp",
    Action.RUN_CANCELLED: "hủy một lượt tổng hợp",
    Action.RUN_RESUMED: "cho chạy tiếp một lượt tổng hợp",
    Action.REPORT_TRANSMITTED: "ghi nhận gửi báo cáo lên trên",
    Action.ESCALATION_ACKNOWLEDGED: "xác nhận đã xem báo cáo quá hạn",
    Action.REPORT_ACCEPTED: "chấp nhận báo cáo",
    Action.REPORT_RETURNED: "trả lại báo cáo",
    Action.REPORT_WITHDRAWN: "rút bản nộp",
    Action.REPORT_REGISTERED: "ghi nhận báo cáo",
    Action.MATCH_CORRECTED: "sửa đề mục của báo cáo",
    Action.MAIL_ASSIGNED: "ghi nhận thư đến là báo cáo",
    Action.MAIL_DISMISSED: "bỏ qua một thư đến",
}
