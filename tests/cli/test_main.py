from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from cli.main import (
    ANSWERS_COMMANDS,
    AUDIT_COMMANDS,
    COMMANDS,
    CONTACTS_COMMANDS,
    DONE,
    LETTER_COMMANDS,
    MESSAGES_COMMANDS,
    PLAN_COMMANDS,
    REFUSED,
    REVIEW_COMMANDS,
    RUNS_COMMANDS,
    TRIAGE_COMMANDS,
    USERS_COMMANDS,
    WRONG_USAGE,
    ZALOBOT_COMMANDS,
    app,
)
from tests.cli.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

GROUPS = {
    "plan": PLAN_COMMANDS,
    "review": REVIEW_COMMANDS,
    "triage": TRIAGE_COMMANDS,
    "letter": LETTER_COMMANDS,
    "runs": RUNS_COMMANDS,
    "messages": MESSAGES_COMMANDS,
    "contacts": CONTACTS_COMMANDS,
    "answers": ANSWERS_COMMANDS,
    "zalobot": ZALOBOT_COMMANDS,
    "users": USERS_COMMANDS,
    "audit": AUDIT_COMMANDS,
}
ENGLISH = ("Usage", "OPTIONS", "COMMAND", "ARGS", "Display", "default", "required", "STR", "PATH")
ASCII_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
HEAVY = ("prefect", "apprise", "jinja2", "docx", "lxml", "holidays", "ruamel", "alembic", "rich", "rapidfuzz")
LOADED_BY_STATUS = f"""
import sys
from cli.main import run
code = run(["status", "--json"])
print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


# Which groups stand after which command.
FOLLOW = {
    "deliver": ("channels", "messages"),
    "units": ("contacts",),
    "submit": ("review",),
    "promise": ("phone",),
    "exempt": ("letter",),
    "intake": ("triage", "answers"),
    "consolidate": ("runs",),
    "serve": ("zalobot", "zalo", "users", "audit"),
}


def test_help_lists_every_command_in_the_order_of_work(done: Callable[..., str]) -> None:
    printed = done("--help")

    listed = [line.split()[1] for line in printed.splitlines() if line.startswith("│ ") and line[2] != " "]
    commands = [name for command in COMMANDS for name in (command, *FOLLOW.get(command, ()))]
    assert listed == ["plan", *commands, "--help", "--version"]


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("units", "Cách dùng: dondoc units [TÙY-CHỌN] [TÊN]"),
        ("consolidate", "Cách dùng: dondoc consolidate [TÙY-CHỌN] [ĐƠN-VỊ]"),
        ("rehearse", "Cách dùng: dondoc rehearse [TÙY-CHỌN] KẾ-HOẠCH"),
    ],
)
def test_usage_names_what_is_to_be_given(done: Callable[..., str], command: str, usage: str) -> None:
    printed = done(command, "--help")

    assert printed.startswith(f"{usage}\n")
    assert "GIÁ-TRỊ" not in printed


def test_dondoc_alone_prints_its_help(done: Callable[..., str]) -> None:
    assert done() == done("--help")


@pytest.mark.parametrize(
    "command",
    [(), *((name,) for name in (*COMMANDS, *GROUPS)), *((group, n) for group in GROUPS for n in GROUPS[group])],
)
def test_every_help_page_is_in_vietnamese(done: Callable[..., str], command: tuple[str, ...]) -> None:
    printed = done(*command, "--help")

    assert printed.startswith(f"Cách dùng: {' '.join(('dondoc', *command))}")
    assert [word for word in ENGLISH if word in printed] == []


@pytest.mark.parametrize(
    ("arguments", "sentence", "page"),
    [
        (("nhac",), "Không có lệnh “nhac”.", "dondoc"),
        (("plan", "nhac"), "Không có lệnh “nhac”.", "dondoc plan"),
        (("status", "--nhanh"), "Không có tùy chọn “--nhanh”.", "dondoc status"),
        (("status", "--as-of"), "Tùy chọn --as-of còn thiếu giá trị.", "dondoc status"),
        (("rehearse",), "Thiếu tham số KẾ-HOẠCH.", "dondoc rehearse"),
        (("why",), "Thiếu tham số ĐƠN-VỊ.", "dondoc why"),
        (("submit",), "Thiếu tham số ĐƠN-VỊ.", "dondoc submit"),
        (("review", "return", "HU-353"), "Thiếu tham số --day.", "dondoc review return"),
        (("why", "ly", "nhan"), "Thừa tham số: nhan. Tên có dấu cách cần đặt trong dấu nháy kép.", "dondoc why"),
        (("status", "--tier", "a", "--tier", "b"), "Tùy chọn --tier được ghi nhiều lần.", "dondoc status"),
    ],
)
def test_wrong_usage_is_told_with_the_page_to_read(
    dondoc: Dondoc,
    arguments: tuple[str, ...],
    sentence: str,
    page: str,
) -> None:
    printed = dondoc(*arguments)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert printed.err == f"{sentence}\nXem hướng dẫn: {page} --help\n"


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("status", "--as-of", "hôm-nay"), "“hôm-nay” không phải là ngày; hãy viết như 2022-08-22"),
        (("day", "--as-of", "2022-02-30"), "“2022-02-30” không phải là ngày;"),
        (("submit", "HU-353", "{report}", "--on", "mai"), "“mai” không phải là ngày;"),
        (("status", "--tier", "xx"), "Không rõ cấp “xx” là cấp nào."),
        *(
            ((*command, "0001-01-01"), "Ngày 0001-01-01 quá xa; hãy chọn một ngày trong thời gian của đợt.")
            for command in (
                ("day", "--as-of"),
                ("deliver", "--as-of"),
                ("status", "--as-of"),
                ("plan", "open", SHIPPED, "--on"),
                ("rehearse", SHIPPED, "--day"),
                ("submit", "HU-353", "{report}", "--on"),
            )
        ),
        (("status", "--as-of", "9999-12-31"), "Ngày 9999-12-31 quá xa;"),
    ],
)
def test_a_value_that_is_not_understood_is_wrong_usage(
    dondoc: Dondoc, report: str, arguments: tuple[str, ...], sentence: str
) -> None:
    printed = dondoc(*(one.format(report=report) for one in arguments))

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert printed.err.startswith(sentence)


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, ASCII_LOCALE], ids=["ascii", "locale"])
def test_vietnamese_is_printed_whatever_the_environment_says(opened: Path, environment: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "cli.main", "status"],
        cwd=opened.parent,
        env={"DONDOC_DATA": str(opened), **environment},
        capture_output=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (DONE, b"")
    assert "Kế hoạch 15-KH/TU" in ran.stdout.decode()


def test_version_is_that_of_the_package(done: Callable[..., str]) -> None:
    assert done("--version") == f"{version('dondoc')}\n"


def test_every_command_can_be_loaded() -> None:
    names = [(group, name) for group in GROUPS for name in GROUPS[group]] + [(name,) for name in COMMANDS]

    assert [name for name in names if not callable(_function(name))] == []


def _function(names: tuple[str, ...]) -> object:
    found = app
    for name in names:
        found = found[name]
    return found.default_command


def test_status_loads_nothing_that_it_does_not_need(opened: Path) -> None:
    ran = subprocess.run(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-c", LOADED_BY_STATUS],
        cwd=opened.parent,
        env={"DONDOC_DATA": str(opened)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (DONE, "\n")


def test_a_reader_that_goes_away_is_no_failure(opened: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "status", "--json"],
        cwd=opened.parent,
        env={"DONDOC_DATA": str(opened)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        complaints = running.stderr.read()

    assert (running.returncode, complaints) == (REFUSED, "")
