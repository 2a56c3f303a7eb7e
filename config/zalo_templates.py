"""The map from kinds of message to Zalo's approved templates, from a file that administrators fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from config.yaml_file import YamlFile
from notifications.messages import MESSAGE_NAMES
from notifications.zalo.templates import LONGEST, SAYS, Parameter, Template, Templates

TEMPLATES = Path(__file__).with_name("zalo_templates.yaml")


def _message(name: str) -> str:
    if name not in MESSAGE_NAMES:
        raise ValueError(f'không có loại thông báo "{name}"; chỉ có: {", ".join(MESSAGE_NAMES)}.')
    return name


def _says(name: str) -> str:
    if name not in SAYS:
        raise ValueError(f'"says" phải là một trong: {", ".join(SAYS)}, không phải "{name}".')
    return name


def _template_id(value: object) -> str:
    """A number, with or without quotation marks."""
    text = str(value)
    if text.isdecimal() or not text:
        return text
    raise ValueError(f'"template_id" là dãy chữ số do Zalo cấp, không phải "{text}".')


TemplateId = Annotated[str, BeforeValidator(_template_id)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ParameterModel(_Strict):
    says: Annotated[str, AfterValidator(_says)] = Field(description="Nội dung lấy từ đâu")
    longest: int = Field(ge=1, le=LONGEST, description="Số ký tự nhiều nhất mà mẫu nhận")


class TemplateModel(_Strict):
    template_id: TemplateId = Field(default="", description="Mã mẫu do Zalo cấp; bỏ trống khi chưa có")
    parameters: dict[str, ParameterModel] = Field(default={}, description="Các tham số của mẫu")
    is_reply: bool = Field(default=False, description="true khi được trả lời bằng tin tự do")


class TemplatesModel(RootModel[dict[Annotated[str, AfterValidator(_message)], TemplateModel]]):
    """Kinds of message to templates."""


def zalo_templates(path: Path = TEMPLATES) -> Templates:
    """PlanError with file, line and remedy where the file cannot be used."""
    known = YamlFile(path).read(TemplatesModel)
    return {message: _template(one) for message, one in known.root.items()}


def _template(model: TemplateModel) -> Template:
    parameters = {name: Parameter(one.says, one.longest) for name, one in model.parameters.items()}
    return Template(model.template_id, parameters, model.is_reply)
