"""The files of a plan as strict models: an unknown name or a wrong kind of value is an error, never a guess."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from config.plan_errors import A_CODE, A_MONTH
from domain.errors import RuleBroken
from domain.ladder import FURTHEST, Offset
from domain.spelling import has_control_characters

OPENING = "opening"
# A year outside these was mistyped, and arithmetic near the ends of time fails.
YEARS = range(1900, 2200)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Message = Literal[
    "opening",
    "reminder",
    "last_reminder",
    "urging",
    "second_urging",
    "district_digest",
    "board_digest",
    "escalation_list",
]
AudienceName = Literal["unit", "superior", "board", "leaders", "office"]


def _as_day(value: object) -> date:
    """Text from a file; a day already told, where a program makes the value itself."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            day = date.fromisoformat(value)
            if day.year in YEARS:
                return day
    raise ValueError(f'phải là một ngày có thật, viết như 2022-08-20 (năm-tháng-ngày), không phải "{value}".')


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f'không có múi giờ "{name}"; giờ Việt Nam là "Asia/Ho_Chi_Minh".') from None
    return name


def _an_offset(text: str) -> str:
    try:
        return text if text == OPENING else str(Offset.parse(text))
    except RuleBroken as error:
        raise ValueError(str(error)) from None


def _one_line(text: str) -> str:
    if has_control_characters(text):
        raise ValueError("có xuống dòng hoặc ký tự điều khiển; hãy viết trên một dòng.")
    return text


Text = Annotated[str, Field(min_length=1)]
# What stands in a subject, a heading or a cell.
Line = Annotated[Text, AfterValidator(_one_line)]
Day = Annotated[date, BeforeValidator(_as_day)]
Zone = Annotated[Text, AfterValidator(_known_zone)]
Code = Annotated[Text, Field(pattern=A_CODE)]
Month = Annotated[str, Field(pattern=A_MONTH)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class LegalBasisModel(_Strict):
    number: Line = Field(description="Số, ký hiệu văn bản, ví dụ 07-CT/TW")
    day: Day = Field(description="Ngày ban hành, dạng 2016-09-05")
    issuer: Line = Field(description="Cơ quan ban hành")
    title: Line = Field(description="Trích yếu")


class IdentityModel(_Strict):
    id: Code = Field(description="Mã kế hoạch, không dấu, nối bằng gạch ngang")
    number: Line = Field(description="Số, ký hiệu kế hoạch, ví dụ 15-KH/TU")
    day: Day = Field(description="Ngày ban hành kế hoạch")
    title: Line = Field(description="Trích yếu kế hoạch")
    task: Line = Field(description="Việc phải nộp, như đọc trong câu: báo cáo sơ kết …")
    issuer: Line = Field(description="Cơ quan ban hành kế hoạch")
    place: Line = Field(description="Địa danh ghi trên văn bản")
    legal_basis: list[LegalBasisModel] = Field(default=[], description="Các văn bản làm căn cứ")
    distribution: list[Line] = Field(default=[], description="Nơi nhận, mỗi dòng một nơi, không gạch đầu dòng")


class FilesModel(_Strict):
    outline: Text = Field(default="outline.yaml", description="Tệp đề cương")
    ladders: Text = Field(default="ladders.yaml", description="Tệp thang nhắc việc")
    units: list[Text] = Field(default=["units.csv"], min_length=1, description="Các tệp danh sách đơn vị")
    contacts: Text = Field(default="contacts.csv", description="Tệp danh sách đầu mối")
    figures: str = Field(default="", description="Tệp khai báo số liệu; bỏ trống nếu kế hoạch không khai báo số liệu")
    calendar: str = Field(default="", description="Tệp ngày nghỉ của những năm mà lịch đi kèm chương trình chưa biết")


class TierModel(_Strict):
    id: Code = Field(description="Mã cấp, dùng trong danh sách đơn vị")
    name: Line = Field(description="Tên cấp như trong kế hoạch")
    rank: int = Field(ge=1, description="Bậc; cấp nộp trước có bậc nhỏ hơn")


class BodiesModel(_Strict):
    coordinator: Code = Field(description="Mã đơn vị theo dõi, đôn đốc, tổng hợp")
    office: Code = Field(description="Mã đơn vị nhận báo cáo về các đơn vị chậm")
    addressee: Code = Field(description="Mã đơn vị nhận báo cáo cuối cùng")
    letterhead: list[str] = Field(
        default=["", ""],
        min_length=2,
        max_length=2,
        description="Hai dòng tiêu đề văn bản của đơn vị theo dõi",
    )
    position: str = Field(default="", description="Chức vụ người ký văn bản của đơn vị theo dõi")
    recipients: list[Text] = Field(
        default=[],
        description="Nơi nhận báo cáo tổng hợp của đơn vị theo dõi, mỗi dòng một nơi; bỏ trống là nơi nhận báo cáo cuối cùng",
    )


class DeadlineModel(_Strict):
    day: Day = Field(description="Ngày hạn, dạng 2022-08-20")
    reading: Literal["through", "before"] = Field(
        description="through: hết ngày hạn vẫn đúng hạn; before: nộp vào ngày hạn là chậm",
    )
    completion_month: Month = Field(default="", description="Tháng hoàn thành nếu kế hoạch có nêu, dạng 2022-08")
    assumed: bool = Field(default=False, description="true khi kế hoạch không ghi ngày và ngày này do tạm xác định")
    quote: str = Field(default="", description="Câu quy định hạn, trích nguyên văn")


class DutyModel(_Strict):
    id: Code = Field(description="Mã nhiệm vụ")
    tier: Code = Field(description="Mã cấp phải nộp")
    name: Line = Field(description="Tên nhiệm vụ")
    clause: Line = Field(description="Mục của kế hoạch quy định nhiệm vụ, ví dụ III.1")
    deadline: DeadlineModel = Field(description="Hạn nộp")
    addressee: Line = Field(description="Nơi nhận báo cáo; superior là cấp trên trực tiếp của từng đơn vị")
    via: Annotated[str, AfterValidator(_one_line)] = Field(default="", description="Gửi qua cơ quan nào")
    ladder: Text = Field(description="Tên thang nhắc việc trong tệp thang")
    units: list[Code] = Field(default=[], description="Mã các đơn vị; bỏ trống là mọi đơn vị còn lại của cấp")
    sections: list[Text] = Field(default=[], description="Các mục đề cương phải nộp; bỏ trống là cả đề cương")


class RulingModel(_Strict):
    code: Text = Field(description="Mã điều cần lưu ý do `dondoc plan check` nêu")
    clause: Text = Field(description="Mục của kế hoạch hoặc của đề cương")
    text: Text = Field(description="Cách hiểu đã chọn")
    confirmed: bool = Field(default=False, description="true khi cách hiểu đã được xác nhận")


class PlanModel(_Strict):
    identity: IdentityModel = Field(description="Tên, số, ngày và căn cứ của kế hoạch")
    timezone: Zone = Field(default="Asia/Ho_Chi_Minh", description="Múi giờ tính hạn")
    opens: Day = Field(description="Ngày mở đợt")
    closes: Day = Field(description="Ngày kết thúc đợt")
    files: FilesModel = Field(default=FilesModel(), description="Các tệp đi cùng")
    tiers: list[TierModel] = Field(min_length=1, description="Các cấp")
    bodies: BodiesModel = Field(description="Các cơ quan có vai trò riêng")
    duties: list[DutyModel] = Field(min_length=1, description="Ai nộp gì, khi nào, cho ai")
    rulings: list[RulingModel] = Field(default=[], description="Cách hiểu đã chọn cho những chỗ kế hoạch để ngỏ")


class AddresseeModel(_Strict):
    id: Code = Field(description="Mã nơi nhận kiến nghị")
    title: Line = Field(description="Tiêu đề trong báo cáo tổng hợp, ví dụ Với Trung ương")
    words: list[Line] = Field(min_length=1, description="Các tên gọi của nơi nhận trong báo cáo của đơn vị")


class SectionModel(_Strict):
    id: Text = Field(description="Mục như khi dẫn, ví dụ II.1.4")
    label: Text = Field(description="Số thứ tự đứng trước đề mục, ví dụ 1.4.")
    title: Text = Field(description="Đề mục")
    hints: list[Text] = Field(default=[], description="Gợi ý nội dung của mục")
    owners: list[Code] = Field(default=[], description="Mã các đơn vị được giao riêng mục này")
    tiers: list[Code] = Field(default=[], description="Mã các cấp phải nộp mục này; bỏ trống là mọi cấp")
    sections: list[SectionModel] = Field(default=[], description="Các mục con")
    addressees: list[AddresseeModel] = Field(default=[], description="Các nơi nhận kiến nghị để tách nội dung của mục")


class OutlineModel(_Strict):
    title: Text = Field(description="Tên đề cương")
    sections: list[SectionModel] = Field(min_length=1, description="Các mục")


class FigureModel(_Strict):
    id: Code = Field(description="Mã số liệu")
    name: Line = Field(description="Tên số liệu")
    measure: Line = Field(description="Đơn vị tính: chiếc, triệu đồng, %…")
    section: Text = Field(description="Mục đề cương có số liệu này")
    kind: Literal["flow", "stock", "ratio"] = Field(
        description="flow: phát sinh trong kỳ; stock: hiện có tại một thời điểm; ratio: tỷ lệ",
    )
    summed: bool = Field(default=False, description="true khi được cộng các đơn vị với nhau; không dùng cho tỷ lệ")
    rows: list[Line] = Field(default=[], description="Tên dòng trong bảng")
    columns: list[Line] = Field(default=[], description="Tên cột trong bảng, cột ưu tiên ghi trước")
    words: list[Line] = Field(default=[], description="Các chữ đứng ngay sau con số trong câu")
    leads: list[Line] = Field(default=[], description="Các chữ đứng ngay trước con số trong câu")
    near: list[Line] = Field(default=[], description="Câu phải có một trong các chữ này trước con số")
    unless: list[Line] = Field(default=[], description="Không lấy con số khi cùng vế câu có một trong các chữ này")


class FiguresModel(_Strict):
    figures: list[FigureModel] = Field(min_length=1, description="Các số liệu mà kế hoạch khai báo")


class RungModel(_Strict):
    id: str = Field(default="", description="Tên nấc; bỏ trống thì lấy mốc làm tên")
    at: Annotated[Text, AfterValidator(_an_offset)] = Field(
        description="Mốc: opening, -7d (ngày), +3wd (ngày làm việc)"
    )
    every_days: int = Field(default=0, ge=0, le=FURTHEST, description="Lặp lại sau mỗi chừng này ngày")
    urgent: bool = Field(default=False, description="Khẩn")
    notify: dict[AudienceName, Message] = Field(min_length=1, description="Ai nhận thư nào")


class LaddersModel(RootModel[dict[str, list[RungModel]]]):
    """The ladders of a plan by name."""


class OverrideModel(_Strict):
    day: Day = Field(description="Ngày, dạng 2026-01-02")
    works: bool = Field(description="true là ngày làm việc, false là ngày nghỉ")
    name: Text = Field(description="Tên ngày nghỉ hoặc lý do làm việc")
    source: Text = Field(description="Văn bản hoặc thông báo làm căn cứ")


class CalendarModel(_Strict):
    first: Day = Field(description="Ngày đầu tiên mà lịch biết")
    last: Day = Field(description="Ngày cuối cùng mà lịch biết")
    overrides: list[OverrideModel] = Field(default=[], description="Những ngày khác với thư viện")


class FurtherDaysModel(_Strict):
    """Days off that a plan knows beyond the calendar of the program, by what was announced for them."""

    last: Day = Field(description="Ngày cuối cùng đã có thông báo lịch nghỉ")
    source: Text = Field(description="Văn bản hoặc thông báo làm căn cứ")
    overrides: list[OverrideModel] = Field(default=[], description="Những ngày khác với lịch tính sẵn")


def plan_schema() -> dict[str, Any]:
    """JSON Schema of plan.yaml, for editors that complete and check while one types."""
    return PlanModel.model_json_schema()
