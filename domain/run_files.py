"""The files of a consolidation run by their names, which scripts may rely on."""

from __future__ import annotations

DRAFT = "bao-cao-tong-hop.docx"
CLEAN = "bao-cao-tong-hop-ban-sach.docx"
CARRIED_OVER = "bao-cao-tong-hop-ban-sua.docx"
ANNEXES = "phu-luc.docx"
COPIES = "trung-lap.docx"
WORKBOOK = "so-lieu.xlsx"
TRACE = "trace.json"
LETTER = "to-trinh.docx"
CHANGES = "thay-doi.docx"
MANIFEST = "manifest.json"

# What each of them is, in the words in which a person is told of it.
FILE_NAMES = {
    DRAFT: "Dự thảo báo cáo tổng hợp, có nguồn từng đoạn",
    CLEAN: "Dự thảo, bản sạch không ghi nguồn",
    CARRIED_OVER: "Bản đã sửa, thêm nội dung mới bằng Track Changes",
    ANNEXES: "Phụ lục",
    COPIES: "Đối chiếu nội dung trùng lặp",
    WORKBOOK: "Bảng số liệu",
    TRACE: "Nguồn của từng câu",
    LETTER: "Tờ trình, công văn gửi kèm",
    CHANGES: "Thay đổi so với lượt trước",
    MANIFEST: "Bản kê đầu vào và mã SHA-256",
}
