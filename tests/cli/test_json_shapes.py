"""What docs/json-shapes.md shows is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import SHIPPED
from tests.documents.examples import paragraph, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = Path(__file__).parents[2] / "docs" / "json-shapes.md"
COUNTED = (
    "obligations_by_tier",
    "decisions",
    "deliveries",
    "not_sent",
)  # their keys are tiers and outcomes, not fields


def documented(section: str) -> Any:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.search(rf"^## `{section}`$.*?```json\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert found, f"{DOCUMENT.name} does not show {section}"
    return json.loads(found[1])


def keys(value: Any) -> set[str]:
    """Every key with the way to it: ".units[].name"."""
    if isinstance(value, list):
        return {f"[]{rest}" for one in value for rest in keys(one)}
    if not isinstance(value, dict):
        return set()
    return {f".{name}" for name in value} | {
        f".{name}{rest}"
        for name, one in value.items()
        if not (name in COUNTED and isinstance(one, dict))
        for rest in keys(one)
    }


@pytest.mark.parametrize(
    ("section", "arguments"),
    [
        ("plan check", ("plan", "check", SHIPPED)),
        ("status", ("status",)),
        ("why", ("why", "ly nhan", "--as-of", "2022-07-05")),
        ("units", ("units", "ly nhan")),
        ("outline", ("outline", SHIPPED, "--unit", "BHN", "--out", "mau.docx")),
        ("check", ("check", "thieu-muc.docx", "--unit", "ly nhan")),
        ("submit", ("submit", "ly nhan", "thieu-muc.docx", "--on", "2022-07-05")),
        ("day", ("day", "--as-of", "2022-07-05")),
        ("deliver", ("deliver", "--as-of", "2022-07-05")),
        ("evidence", ("evidence", "ly nhan", "--as-of", "2022-07-05")),
        ("channels list", ("channels", "list", "--as-of", "2022-07-05")),
        ("calendar", ("calendar", "--unit", "ly nhan", "--as-of", "2022-07-05")),
    ],
)
@pytest.mark.usefixtures("lived_through", "report", "faulty")
def test_the_documented_keys_are_the_real_keys(
    done: Callable[..., str],
    section: str,
    arguments: tuple[str, ...],
) -> None:
    printed = json.loads(done(*arguments, "--json"))

    assert keys(printed) == keys(documented(section))


@pytest.mark.usefixtures("opened")
def test_documented_keys_of_the_contacts_are_the_real_keys(
    done: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_MAIL_URL", "mailto://127.0.0.1:9?from=btgtu@hanam.example")
    rows = "HU-353,HU-353,A,,email,a@hanam.example,\nHU-353,HU-353,A,,zbs,0912345678,\n"
    Path("dau-moi.csv").write_text(f"mã,đơn vị,họ tên,vai trò,kênh,địa chỉ,điện thoại\n{rows}", encoding="utf-8")
    day = ("--as-of", "2022-06-24", "--json")

    def printed(*arguments: str) -> Any:
        return json.loads(done("contacts", *arguments, *day))

    imported = printed("import", "dau-moi.csv")

    assert keys({**imported, "changes": imported["changes"][:1]}) == keys(documented("contacts import"))
    assert keys(printed("check", "--unit", "HU-353")) == keys(documented("contacts check"))
    assert keys(printed("list", "--unit", "HU-353")) == keys(documented("contacts list"))
    done("phone", "record", "HU-353", "--result", "wrong_number", "--number", "0912345678", *day)
    shown = printed("show", "HU-353")
    assert keys({**shown, "units": [], "tiers": []}) == keys(documented("contacts show"))


TRACED = "Sở Bưu chính, Viễn thông hỗ trợ thiết bị."
RUNS = (
    ("consolidate", ("consolidate", "--as-of", "2022-07-06", "--approve", "Gấp.", "--out", "ra")),
    ("consolidate", ("runs", "show", "1")),
    ("runs list", ("runs", "list")),
    ("runs trace", ("runs", "trace", "1", TRACED)),
    ("transmit", ("transmit", "--run", "1", "--number", "45-TTr/BTGTU", "--on", "2022-07-06")),
)


@pytest.mark.parametrize(("section", "arguments"), RUNS, ids=[" ".join(arguments[:2]) for _, arguments in RUNS])
@pytest.mark.usefixtures("consolidated")
def test_documented_keys_of_a_run_are_the_real_keys(
    done: Callable[..., str], section: str, arguments: tuple[str, ...]
) -> None:
    printed = json.loads(done(*arguments, "--json"))

    assert keys(printed) == keys(documented(section))


ACTS = (
    ("review", "accept", "HU-352"),
    ("review", "return", "HU-352", "--day", "2022-08-01", "--why", "Sơ sài."),
    ("review", "withdraw", "HU-352", "--why", "Ghi nhầm."),
    ("extend", "HU-353", "--to", "2022-08-31", "--approver", "Thường trực Tỉnh ủy", "--number", "812-CV/TU"),
    ("promise", "HU-353", "--day", "2022-08-25"),
    ("exempt", "HU-353", "--why", "Sáp nhập."),
)


@pytest.mark.parametrize("section", ["letter urging", "letter office"])
@pytest.mark.usefixtures("opened")
def test_documented_keys_of_a_letter_are_the_real_keys(done: Callable[..., str], section: str) -> None:
    done("exempt", "HU-352", "--why", "Sáp nhập.", "--as-of", "2022-08-18")
    units = ("--unit", "HU-352", "--unit", "HU-353") if section == "letter urging" else ()

    printed = json.loads(done(*section.split(), *units, "--as-of", "2022-08-22", "--json"))

    # Nobody was written to, so that the other of the two lists has the entries.
    told = printed if section == "letter urging" else {**printed, "overdue": printed["unreached"], "unreached": []}
    assert keys(told) == keys(documented(section))


@pytest.mark.parametrize("section", ["review list", "review show"])
@pytest.mark.usefixtures("on_paper")
def test_documented_keys_of_a_review_are_the_real_keys(done: Callable[..., str], section: str) -> None:
    unit = ("HU-352",) if section == "review show" else ()

    printed = json.loads(done(*section.split(), *unit, "--as-of", "2022-07-06", "--json"))

    assert keys(printed) == keys(documented(section))


@pytest.mark.parametrize("act", ACTS, ids=[" ".join(act[:2]) for act in ACTS])
@pytest.mark.usefixtures("on_paper")
def test_documented_keys_of_what_was_done_are_the_real_keys(done: Callable[..., str], act: tuple[str, ...]) -> None:
    printed = json.loads(done(*act, "--as-of", "2022-07-06", "--json"))

    assert keys(printed) == keys(documented("review accept"))


@pytest.mark.usefixtures("opened", "faulty")
def test_documented_keys_of_a_correction_are_the_real_keys(done: Callable[..., str]) -> None:
    handed_in = json.loads(done("submit", "HU-353", "thieu-muc.docx", "--on", "2022-07-05", "--json"))
    (place,) = [str(one["position"]) for one in handed_in["check"]["sections"] if one["position"]]

    printed = json.loads(
        done("review", "match", "HU-353", "--heading", place, "--section", "II.2", "--as-of", "2022-07-06", "--json")
    )

    assert keys(printed) == keys(documented("review match")) == keys(documented("submit")["check"])


@pytest.mark.usefixtures("opened")
def test_documented_keys_of_the_phone_list_are_the_real_keys(done: Callable[..., str]) -> None:
    on = ("--as-of", "2022-08-22", "--json")
    recorded = done("phone", "record", "HU-353", "--result", "hen", "--day", "25/8", *on)
    done("phone", "record", "HU-352", "--result", "khong-nghe", *on)

    listed = json.loads(done("phone", "list", "--unit", "HU-352", *on))

    assert keys(listed) == keys(documented("phone list"))
    assert keys(json.loads(recorded)) == keys(documented("phone record"))
    assert keys(json.loads(done("phone", "log", *on))) == keys(documented("phone log"))
    assert keys(json.loads(done("phone", "script", "HU-352", *on))) == keys(documented("phone script"))


@pytest.fixture
def consolidated(lived_through: Path, done: Callable[..., str], faulty: None) -> Path:  # noqa: ARG001 -- the file must be there
    """A run over one report that has gaps, while twelve are missing."""
    done("submit", "HU-353", "thieu-muc.docx", "--on", "2022-07-05")
    done("consolidate", "--as-of", "2022-07-06", "--approve", "Gấp.")
    return lived_through


@pytest.fixture
def on_paper(opened: Path, done: Callable[..., str]) -> Path:
    """A district that sent a letter."""
    done("submit", "HU-352", "--way", "paper", "--number", "87-BC/HU", "--on", "2022-07-05")
    return opened


@pytest.fixture
def lived_through(opened: Path, done: Callable[..., str]) -> Path:
    """A campaign whose first letters were decided long ago and still wait."""
    done("day", "--as-of", "2022-06-24")
    return opened


@pytest.fixture
def faulty() -> None:
    """A report with something to find in it."""
    chapter = paragraph("IV. Kiến nghị", style="Heading1") + paragraph(TRACED)
    Path("thieu-muc.docx").write_bytes(word_file(chapter))


@pytest.mark.usefixtures("opened")
def test_accounts_and_the_log_print_what_is_documented(done: Callable[..., str]) -> None:
    done("users", "add", "lan", "--role", "board", "--name", "Trần Thị Lan", "--email", "lan@tinh.example")

    for command in (("users", "list"), ("audit", "verify"), ("audit", "show")):
        assert keys(json.loads(done(*command, "--json"))) == keys(documented(" ".join(command)))
