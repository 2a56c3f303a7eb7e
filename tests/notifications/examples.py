"""One fixed context of each kind, as the campaign of Kế hoạch 15-KH/TU produces them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from notifications.contexts import (
    BoardDigest,
    Checked,
    ContactTest,
    DeadlineFacts,
    DistrictDigest,
    Duty,
    Earlier,
    EscalationList,
    Exempted,
    Extended,
    FreshLink,
    LastReminder,
    Line,
    Opening,
    PlanFacts,
    Receipt,
    Reminder,
    Returned,
    SecondUrging,
    SectionToMend,
    StaffNotice,
    TierFigures,
    UnitPage,
    Unreadable,
    UnreadableFile,
    Urging,
)

if TYPE_CHECKING:
    from notifications.contexts import Context

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

PLAN = PlanFacts(
    number="15-KH/TU",
    day=date(2022, 6, 24),
    title="Sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW ngày 05/9/2016 của Ban Bí thư Trung ương Đảng (khóa XII) "
    "về “Đẩy mạnh công tác thông tin cơ sở trong tình hình mới”",
    task="báo cáo sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW",
    issuer="Ban Thường vụ Tỉnh ủy Hà Nam",
    sender="Ban Tuyên giáo Tỉnh ủy Hà Nam",
)

DISTRICT_DUTY = Duty(
    unit="Huyện ủy Lý Nhân",
    deadline=DeadlineFacts(
        last_day=date(2022, 8, 20),
        clause="III.1",
        quote="báo cáo sơ kết gửi về Ban Thường vụ Tỉnh uỷ (qua Ban Tuyên giáo Tỉnh uỷ) trước ngày 20/8/2022",
        whole_day_counts=True,
        completion_month="2022-08",
        is_assumed=False,
    ),
    addressee="Ban Thường vụ Tỉnh ủy",
    via="Ban Tuyên giáo Tỉnh ủy",
    sections=(),
    page=UnitPage("https://dondoc.hanam.example/u/1-jbktami-0-8332-mfzwizltoq2wk3temfzwizltoq", date(2022, 10, 24)),
)

COMMUNE_DUTY = Duty(
    unit="Đảng ủy xã Chân Lý",
    deadline=DeadlineFacts(
        last_day=date(2022, 7, 31),
        clause="II.3",
        quote="Cấp xã và tương đương: Hoàn thành báo cáo sơ kết trong tháng 7/2022",
        whole_day_counts=True,
        completion_month="2022-07",
        is_assumed=True,
    ),
    addressee="Huyện ủy Lý Nhân",
    via="",
    sections=(),
    page=UnitPage("https://dondoc.hanam.example/u/1-laydgmi-0-8271-nfzwizltoq2wk3temfzwizltom", date(2022, 8, 24)),
)

SECTION_DUTY = Duty(
    unit="Báo Hà Nam",
    deadline=DeadlineFacts(
        last_day=date(2022, 8, 20),
        clause="Đề cương, mục II.1.4",
        quote="Sở Thông tin và Truyền thông, Báo Hà Nam, Đài Phát thanh – Truyền hình tỉnh đánh giá và báo cáo "
        "cụ thể nội dung này",
        whole_day_counts=True,
        completion_month="",
        is_assumed=True,
    ),
    addressee="Ban Tuyên giáo Tỉnh ủy",
    via="",
    sections=(
        "II.1.4. Kết quả xây dựng kênh hoặc chương trình truyền thông về cơ sở của các cơ quan báo chí, truyền thông của tỉnh",
    ),
)

OWN_DUTY = Duty(
    unit="Ban Tuyên giáo Tỉnh ủy Hà Nam",
    deadline=DeadlineFacts(
        last_day=date(2022, 9, 23),
        clause="III.3",
        quote="gửi về Thường trực Tỉnh ủy (qua Văn phòng Tỉnh ủy) để báo cáo Trung ương trước ngày 23/9/2022",
        whole_day_counts=True,
        completion_month="2022-09",
        is_assumed=False,
    ),
    addressee="Thường trực Tỉnh ủy",
    via="Văn phòng Tỉnh ủy",
    sections=(),
)

EARLIER = (
    Earlier(date(2022, 6, 27), "Thông báo triển khai", "đã gửi"),
    Earlier(date(2022, 8, 12), "Nhắc việc", "đã gửi"),
    Earlier(date(2022, 8, 19), "Nhắc lần cuối", "đã gửi"),
)

DISTRICT_LINE = Line(
    unit="Huyện ủy Lý Nhân",
    last_day=date(2022, 8, 20),
    days_late=5,
    contact="Đầu mối Huyện ủy Lý Nhân, 0226.0000.353",
    last_contact="Đôn đốc, 22/8/2022",
    promised=date(2022, 8, 26),
)

RETURNED_LINE = Line(
    unit="Thị ủy Duy Tiên",
    last_day=date(2022, 8, 24),
    days_late=1,
    contact="Đầu mối Thị ủy Duy Tiên, 0226.0000.349",
    last_contact="Nhắc lần cuối, 23/8/2022",
    promised=None,
    is_returned=True,
)

UNREACHED_LINE = Line(
    unit="Đảng ủy Khối các cơ quan tỉnh Hà Nam",
    last_day=date(2022, 8, 20),
    days_late=5,
    contact="chưa có đầu mối",
    last_contact="chưa liên lạc được",
    promised=None,
)

COMMUNE_LINES = (
    Line(
        unit="Đảng ủy xã Chân Lý",
        last_day=date(2022, 7, 31),
        days_late=2,
        contact="Đầu mối Đảng ủy xã Chân Lý, 0226.0000.061",
        last_contact="Đôn đốc, 01/8/2022",
        promised=date(2022, 8, 5),
    ),
    Line(
        unit="Đảng ủy thị trấn Vĩnh Trụ",
        last_day=date(2022, 7, 31),
        days_late=2,
        contact="Đầu mối Đảng ủy thị trấn Vĩnh Trụ, 0226.0000.057",
        last_contact="Đôn đốc, 01/8/2022",
        promised=None,
    ),
)

UNREACHED_COMMUNE = Line(
    unit="Đảng ủy xã Nhân Bình",
    last_day=date(2022, 7, 31),
    days_late=2,
    contact="Đầu mối Đảng ủy xã Nhân Bình, 0226.0000.071",
    last_contact="chưa liên lạc được",
    promised=None,
)

LATE_COMMUNE = Line(
    unit="Đảng ủy xã Tiên Hải",
    last_day=date(2022, 7, 31),
    days_late=25,
    contact="Đầu mối Đảng ủy xã Tiên Hải, 0226.0000.018",
    last_contact="Đôn đốc lần 3, 19/8/2022",
    promised=None,
    superior="Thành ủy Phủ Lý",
)

COMMUNES = TierFigures(
    name="Cấp xã và tương đương",
    last_day=date(2022, 7, 31),
    expected=109,
    received=108,
    on_time=97,
    late=11,
    overdue=1,
    returned=0,
)
DISTRICTS = TierFigures(
    name="Cấp huyện và tương đương",
    last_day=date(2022, 8, 20),
    expected=13,
    received=10,
    on_time=9,
    late=1,
    overdue=3,
    returned=1,
    unreached=1,
)
PROVINCE = TierFigures(
    name="Cấp tỉnh",
    last_day=date(2022, 9, 23),
    expected=1,
    received=0,
    on_time=0,
    late=0,
    overdue=0,
    returned=0,
)
COMMUNES_OF_ONE_DISTRICT = TierFigures(
    name="Cấp xã và tương đương",
    last_day=date(2022, 7, 31),
    expected=7,
    received=4,
    on_time=3,
    late=1,
    overdue=3,
    returned=0,
    unreached=1,
)

EXAMPLES: dict[str, Context] = {
    "opening": Opening(PLAN, COMMUNE_DUTY),
    "reminder": Reminder(PLAN, SECTION_DUTY, today=date(2022, 8, 12), days_left=8),
    "last_reminder": LastReminder(PLAN, DISTRICT_DUTY, today=date(2022, 8, 19), days_left=1),
    "urging": Urging(PLAN, DISTRICT_DUTY, today=date(2022, 8, 22), days_late=2, earlier=EARLIER, promised=None),
    "second_urging": SecondUrging(
        PLAN,
        DISTRICT_DUTY,
        today=date(2022, 8, 29),
        days_late=9,
        round=2,
        last_urged=date(2022, 8, 22),
        earlier=(*EARLIER, Earlier(date(2022, 8, 22), "Đôn đốc", "đã gửi", round=1)),
        promised=date(2022, 8, 26),
    ),
    "district_digest": DistrictDigest(
        PLAN,
        recipient="Huyện ủy Lý Nhân",
        as_of=datetime(2022, 8, 2, 8, 0, tzinfo=HANOI),
        figures=COMMUNES_OF_ONE_DISTRICT,
        on_time=("Đảng ủy xã Bắc Lý", "Đảng ủy xã Hợp Lý", "Đảng ủy xã Nhân Khang"),
        overdue=COMMUNE_LINES,
        unreached=(UNREACHED_COMMUNE,),
        previous=date(2022, 8, 1),
    ),
    "board_digest": BoardDigest(
        PLAN,
        as_of=datetime(2022, 8, 25, 8, 0, tzinfo=HANOI),
        for_leaders=False,
        tiers=(COMMUNES, DISTRICTS, PROVINCE),
        overdue=(LATE_COMMUNE, DISTRICT_LINE, RETURNED_LINE),
        unreached=(UNREACHED_LINE,),
    ),
    "escalation_list": EscalationList(
        PLAN,
        recipient="Văn phòng Tỉnh ủy Hà Nam",
        as_of=datetime(2022, 8, 25, 8, 0, tzinfo=HANOI),
        tiers=(DISTRICTS,),
        overdue=(DISTRICT_LINE, RETURNED_LINE),
        unreached=(UNREACHED_LINE,),
    ),
    "receipt": Receipt(
        PLAN,
        duty=DISTRICT_DUTY,
        receipt_number="0107",
        received_at=datetime(2022, 8, 18, 16, 20, tzinfo=HANOI),
        document_number="45-BC/HU",
        file_name="Báo cáo sơ kết Chỉ thị số 07.docx",
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        last_day=date(2022, 8, 20),
        days_late=0,
        checked=Checked(
            owed=13,
            answered=11,
            empty=("II.2. Đánh giá chung",),
            missing=("III.2.1. Phương hướng",),
            findings=("mục I.3, đoạn 21: Nhắc đến Sở Văn hóa - Thông tin, tên cơ quan không còn dùng từ năm 2008.",),
        ),
    ),
    "returned": Returned(
        PLAN,
        duty=DISTRICT_DUTY,
        document_number="45-BC/HU",
        received_at=datetime(2022, 8, 18, 16, 20, tzinfo=HANOI),
        reason="Báo cáo còn nặng về liệt kê, chưa đánh giá rõ kết quả.",
        new_last_day=date(2022, 8, 29),
        sections=(
            SectionToMend("II.2", "Đánh giá chung", "chưa nêu nguyên nhân của hạn chế."),
            SectionToMend("IV", "Đề xuất, kiến nghị", "chưa tách đề xuất với Trung ương và với tỉnh."),
        ),
    ),
    "extended": Extended(
        PLAN,
        duty=DISTRICT_DUTY,
        old_last_day=date(2022, 8, 20),
        new_last_day=date(2022, 8, 31),
        approver="Thường trực Tỉnh ủy",
        document_number="812-CV/TU",
    ),
    "exempted": Exempted(
        PLAN,
        duty=COMMUNE_DUTY,
        reason="Đảng bộ xã đang thực hiện sáp nhập; nội dung do Huyện ủy báo cáo chung.",
        document_number="95-CV/HU",
    ),
    "unreadable": Unreadable(
        PLAN,
        duty=DISTRICT_DUTY,
        arrived_at=datetime(2022, 8, 18, 16, 20, tzinfo=HANOI),
        files=(
            UnreadableFile(
                "Báo cáo sơ kết.doc",
                "Tệp có mật khẩu nên không mở được. Đề nghị bỏ mật khẩu, lưu lại và nộp lại.",
            ),
            UnreadableFile(
                "Phu luc.rar",
                "Tệp nén “Phu luc.rar” thuộc loại không mở được. Đề nghị gửi thẳng tệp báo cáo, hoặc nén thành .zip.",
            ),
        ),
    ),
    "fresh_link": FreshLink(PLAN, COMMUNE_DUTY),
    "contact_test": ContactTest(
        PLAN,
        unit="Huyện ủy Lý Nhân",
        person="Đầu mối Huyện ủy Lý Nhân",
        address="thư điện tử hu-353@hanam.example",
        tap_url="https://dondoc.hanam.example/t/345-mfzwizltoq2wk3te",
        mailto="mailto:baocao@hanam.example?subject=%C4%90%C3%A3%20nh%E1%BA%ADn%20th%C6%B0%20ki%E1%BB%83m%20tra%20li%C3%AAn%20l%E1%BA%A1c%20%5B%23345-mfzwizltoq2wk3te%5D",
        intake="baocao@hanam.example",
        answer_subject="Đã nhận thư kiểm tra liên lạc [#345-mfzwizltoq2wk3te]",
    ),
    "notice": StaffNotice(
        PLAN,
        unit="Huyện ủy Lý Nhân",
        title="Hội nghị giao ban trực tuyến ngày 25/8",
        paragraphs=(
            "Ban tổ chức hội nghị giao ban trực tuyến hồi 8 giờ 00 ngày 25/8/2022 để trao đổi tình hình thực hiện.",
            "Đề nghị đồng chí lãnh đạo phụ trách tham dự và chuẩn bị ý kiến về khó khăn, vướng mắc của đơn vị.",
        ),
        duties=(DISTRICT_DUTY,),
        page=DISTRICT_DUTY.page,
    ),
}
