"""Our map of a template held against what Zalo knows of it: what would be refused in the campaign is found before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notifications.zalo.templates import Parameter, Template

APPROVED = "ENABLE"


def faults_of(template: Template, known: Mapping[str, Any]) -> list[str]:
    """`known` is the data of template/info/v2: status, listParams with name, require, maxLength."""
    status = str(known.get("status", ""))
    parameters = {str(one.get("name")): one for one in _listed(known)}
    missing = sorted(
        name for name, one in parameters.items() if one.get("require", True) and name not in template.parameters
    )
    return [
        *([] if status == APPROVED else [f"Zalo chưa cho dùng mẫu này (trạng thái {status or 'không rõ'})."]),
        *(f"Mẫu cần tham số “{name}” mà tệp khai báo không có." for name in missing),
        *(fault for name, ours in template.parameters.items() for fault in _faults(name, ours, parameters.get(name))),
    ]


def _faults(name: str, ours: Parameter, theirs: Mapping[str, Any] | None) -> list[str]:
    if theirs is None:
        return [f"Mẫu không có tham số “{name}”."]
    longest = str(theirs.get("maxLength", ""))
    if longest.isdecimal() and ours.longest > int(longest):
        return [f"Tham số “{name}”: mẫu chỉ nhận {longest} ký tự, tệp khai báo {ours.longest}."]
    return []


def _listed(known: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = known.get("listParams")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
