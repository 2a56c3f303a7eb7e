"""Errors of the host for template messages by telephone number (business.openapi.zalo.me), formerly ZNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.zalo.error_table import Way

if TYPE_CHECKING:
    from notifications.zalo.error_table import Row

PHONE_ROWS: tuple[Row, ...] = (
    ((-100,), Way.AMBIGUOUS, "Zalo báo lỗi không xác định; chưa rõ tin đã gửi hay chưa."),
    (
        (-124, -216, -220, 216, 401, -401),
        Way.TOKEN,
        "Zalo không chấp nhận access token của Official Account; chương trình đã xin token mới nhưng vẫn bị từ chối.",
    ),
    ((-101, -102), Way.RIGHTS, "Ứng dụng Zalo không hợp lệ hoặc không tồn tại; hãy kiểm tra APP_ID trong cấu hình."),
    ((-103,), Way.RIGHTS, "Ứng dụng Zalo chưa được kích hoạt trên trang Zalo for Developers."),
    ((-104,), Way.RIGHTS, "Khóa bí mật của ứng dụng không đúng; hãy kiểm tra APP_SECRET trong cấu hình."),
    ((-105,), Way.RIGHTS, "Ứng dụng Zalo chưa liên kết với Official Account nào."),
    ((-106,), Way.MISFIT, "Zalo không hỗ trợ phương thức gọi này; cần cập nhật chương trình."),
    ((-107,), Way.MISFIT, "Mã thông báo không hợp lệ."),
    ((-108,), Way.RECIPIENT, "Số điện thoại không hợp lệ; hãy sửa trong danh sách đầu mối."),
    ((-109,), Way.MISFIT, "Mã mẫu tin không hợp lệ; hãy kiểm tra template_id."),
    ((-1091,), Way.MISFIT, "Mẫu tin đang ở trạng thái không sửa được."),
    ((-110,), Way.RECIPIENT, "Người nhận dùng phiên bản Zalo quá cũ; đề nghị cập nhật hoặc dùng kênh khác."),
    ((-111,), Way.MISFIT, "Tin không có dữ liệu cho mẫu."),
    ((-112,), Way.MISFIT, "Dữ liệu của mẫu tin không hợp lệ."),
    ((-1121,), Way.MISFIT, "Một tham số của mẫu tin dài quá giới hạn."),
    ((-1122,), Way.MISFIT, "Tin thiếu một tham số của mẫu."),
    ((-1123, -1124), Way.MISFIT, "Một tham số của mẫu tin sai định dạng."),
    ((-113, -1131), Way.MISFIT, "Nút bấm của mẫu tin không hợp lệ."),
    (
        (-114,),
        Way.RECIPIENT_LATER,
        "Người nhận không nhận được tin vào lúc này (tài khoản không hoạt động, từ chối nhận hoặc Zalo quá cũ).",
    ),
    ((-115,), Way.CHANNEL, "Tài khoản ZBS/ZCA không đủ số dư; hãy nạp tiền."),
    ((-116,), Way.MISFIT, "Nội dung tin không hợp lệ."),
    ((-117,), Way.RIGHTS, "Official Account hoặc ứng dụng chưa được cấp quyền dùng mẫu tin này."),
    ((-118,), Way.RECIPIENT, "Số điện thoại này không có tài khoản Zalo; dùng kênh khác."),
    ((-119,), Way.RECIPIENT, "Tài khoản Zalo này không nhận được tin của Official Account; dùng kênh khác."),
    ((-120, -1201, -1202), Way.RIGHTS, "Official Account chưa được cấp quyền dùng chức năng này."),
    ((-121, -122), Way.MISFIT, "Nội dung gọi đến Zalo trống hoặc sai định dạng."),
    ((-123,), Way.MISFIT, "Không giải mã được số điện thoại (RSA)."),
    (
        (-1241,),
        Way.RIGHTS,
        "Chữ ký appsecret_proof không đúng; hãy kiểm tra khóa bí mật của ứng dụng (APP_SECRET) trong cấu hình.",
    ),
    ((-125,), Way.RIGHTS, "Mã Official Account không hợp lệ; hãy kiểm tra OA_ID trong cấu hình."),
    ((-126,), Way.CHANNEL, "Ví thử nghiệm (development) không đủ số dư."),
    ((-127,), Way.MISFIT, "Mẫu thử nghiệm chỉ gửi được cho quản trị viên."),
    ((-128, -129, -142, -143), Way.RIGHTS, "Khóa mã hóa đăng ký với Zalo không đúng hoặc không còn."),
    ((-130,), Way.MISFIT, "Nội dung mẫu tin vượt quá độ dài cho phép."),
    ((-131,), Way.MISFIT, "Mẫu tin chưa được Zalo duyệt."),
    ((-132,), Way.MISFIT, "Tham số của tin không hợp lệ."),
    ((-133,), Way.HOURS, "Zalo không nhận loại tin này từ 22 giờ đến 6 giờ."),
    ((-134,), Way.UNCLEAR, "Zalo báo mã lỗi đã ngừng sử dụng."),
    ((-135,), Way.RIGHTS, "Official Account chưa được quyền gửi tin (chưa xác thực hoặc dùng gói không phù hợp)."),
    ((-1351,), Way.RIGHTS, "Official Account bị Zalo chặn gửi tin do vi phạm."),
    ((-136,), Way.CHANNEL, "Official Account chưa liên kết với tài khoản Zalo Cloud (ZCA)."),
    ((-137,), Way.CHANNEL, "Tài khoản Zalo Cloud (ZCA) không thanh toán được (hết số dư)."),
    ((-138, -1381), Way.RIGHTS, "Ứng dụng chưa được cấp quyền dùng tài khoản Zalo Cloud (ZCA)."),
    ((-139,), Way.RECIPIENT, "Người nhận từ chối nhận loại tin này."),
    ((-140,), Way.RECIPIENT, "Official Account chưa được gửi loại tin này cho người nhận theo chính sách của Zalo."),
    ((-141,), Way.RECIPIENT, "Người nhận từ chối nhận tin của Official Account này."),
    ((-144,), Way.QUOTA, "Official Account đã hết số tin được gửi trong ngày."),
    ((-1441,), Way.QUOTA, "Official Account đã hết số tin hậu mãi trong tháng."),
    ((-145,), Way.CHANNEL, "Official Account không được gửi loại nội dung này."),
    ((-146,), Way.MISFIT, "Mẫu tin đã bị vô hiệu hóa do chất lượng gửi thấp; hãy tạo mẫu khác."),
    ((-147,), Way.QUOTA, "Mẫu tin đã hết số lượng được gửi trong ngày."),
    ((-1471,), Way.RECIPIENT, "Người nhận đã nhận đủ số tin hậu mãi trong tháng; dùng kênh khác."),
    ((-1472,), Way.RECIPIENT_LATER, "Người nhận đã nhận đủ số tin loại này trong ngày."),
    ((-148, -149, -1491, -150), Way.MISFIT, "Mã hành trình (journey) của tin không hợp lệ hoặc hết hạn."),
    ((-151, -152), Way.MISFIT, "Mẫu tin yêu cầu mã hóa đầu cuối, chương trình không dùng loại mẫu này."),
    ((-153,), Way.MISFIT, "Dữ liệu gửi đến Zalo không đúng quy định."),
    ((-158, -159, -160), Way.MISFIT, "Ảnh tải lên Zalo không hợp lệ hoặc vượt giới hạn."),
    ((-161, -162), Way.MISFIT, "Chế độ gửi (sending_mode) không hợp lệ với mẫu tin này."),
    ((-249,), Way.MISFIT, "Mẫu tin không gửi được theo user id; hãy tạo mẫu mới."),
)
