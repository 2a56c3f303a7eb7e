"""What the auditor's findings are called, and what is to be done about each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.flaws import Flaw

# By code: the name of the kind, and what to do. The operators' page on the daily check says more about each.
FLAWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_next_step": ("Nhiệm vụ không còn mốc nào", "Gia hạn, ghi ngày hẹn nộp, hoặc miễn báo cáo có lý do."),
        "returned_no_clock": ("Báo cáo trả lại không có hạn", "Gia hạn cho đơn vị để có hạn nộp lại."),
        "undecided": ("Mốc chưa được xử lý", "Chạy dondoc day; xem vì sao lượt chạy hằng ngày đã dừng."),
        "promise_forgotten": ("Quá ngày hẹn, không đôn đốc lại", "Gọi cho đơn vị, ghi ngày hẹn mới."),
        "stuck": ("Thông báo ứ trong hộp thư đi", "Chạy dondoc deliver và đọc lý do ghi ở từng thông báo."),
        "claim_left": ("Lượt gửi bỏ dở", "Chạy dondoc deliver để nhả và xử lý theo quy tắc của kênh."),
        "no_fallback": ("Chưa gửi thay bằng kênh khác", "Chạy dondoc deliver; nếu vẫn còn thì gọi điện thoại."),
        "unknown": ("Chưa rõ kết quả gửi", "Hỏi người nhận rồi ghi lại: dondoc messages settle."),
        "unknown_long": ("Chưa rõ kết quả gửi đã lâu", "Hỏi người nhận rồi ghi lại: dondoc messages settle."),
        "long_hold": ("Giữ thông báo chưa có ngày kết thúc", "Cho gửi tiếp, hoặc giữ lại có ngày kết thúc."),
        "no_message": (
            "Quyết định gửi mà không có thông báo",
            "Chạy dondoc prove; gọi cho đơn vị; báo người quản trị.",
        ),
        "no_decision": ("Thông báo không có quyết định", "Chạy dondoc prove; báo người quản trị."),
        "office_not_told": ("Chưa báo cáo được lên Văn phòng", "Bổ sung đầu mối của Văn phòng, hoặc gửi công văn."),
        "receipt_gap": ("Thiếu phiếu tiếp nhận", "Tìm bản nộp trong hộp thư và kho tệp, rồi ghi nhận lại."),
        "receipts_passed_over": (
            "Số phiếu bỏ qua sau khi khôi phục",
            "Đơn vị nào đưa phiếu có số này: tìm bản nộp, rồi ghi nhận lại.",
        ),
        "chain": (
            "Chuỗi nhật ký bị đứt",
            "Giữ nguyên máy, sao lại cơ sở dữ liệu, báo người phụ trách an toàn thông tin.",
        ),
        "clock": ("Đồng hồ bị lùi", "Chỉnh lại giờ của máy trước khi cho gửi tiếp."),
        "run": ("Lượt tổng hợp đứng yên", "Xem bộ xử lý còn chạy không: dondoc work."),
        "hand_in": ("Nộp dở dang", "Gọi cho đơn vị, nhắc bấm nút nộp."),
        "mail": ("Thư đến chưa phân loại", "Phân loại: dondoc triage list."),
        "refused": ("Địa chỉ không nhận được tin", "Gọi điện thoại, xin địa chỉ đúng, sửa danh sách."),
        "channel_down": ("Kênh gửi hỏng", "Sửa kênh rồi cho thử lại: dondoc channels reopen."),
        "reconsent": ("Zalo cần cấp quyền lại", "Cấp quyền lại: dondoc zalo grant."),
        "template": ("Mẫu tin Zalo không dùng được", "Sửa mẫu trên trang quản trị của Zalo."),
        "hook": ("Báo cáo phát chưa xử lý được", "Báo người phụ trách kỹ thuật."),
        "no_copy": ("Không lưu được bản sao thư", "Kiểm tra ổ đĩa và thư mục lưu bản sao."),
        "unproven": ("Chưa có kênh nào được xác nhận", "Kiểm tra đầu mối trước khi mở đợt: dondoc contacts check."),
        "not_called": ("Chưa ai gọi điện thoại", "Gọi và ghi kết quả: dondoc phone list."),
    }
)


def flaw_name(flaw: Flaw) -> str:
    return FLAWS[flaw.code][0]


def flaw_step(flaw: Flaw) -> str:
    return FLAWS[flaw.code][1]
