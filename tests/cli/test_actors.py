from __future__ import annotations

import getpass
import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def actor(done: Callable[..., str]) -> Callable[..., str]:
    """Promises a day, and returns who did so as the case file tells it."""

    def act(*options: str) -> str:
        done("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22", *options)
        case_file = json.loads(done("review", "show", "HU-353", "--as-of", "2022-08-22", "--json"))
        return str(case_file["events"][-1]["by"])

    return act


def test_actor_is_the_one_named(actor: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_STAFF", "Trần Thị B")

    assert actor("--by", unicodedata.normalize("NFD", " Nguyễn Văn A ")) == "Nguyễn Văn A"


def test_actor_is_otherwise_that_of_the_settings(actor: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_STAFF", "Trần Thị B")

    assert actor() == "Trần Thị B"


def test_actor_is_otherwise_the_account_of_the_machine(actor: Callable[..., str]) -> None:
    assert actor() == getpass.getuser()


def test_nobody_can_act_without_a_name(dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)

    printed = dondoc("promise", "HU-353", "--day", "2022-08-25", "--as-of", "2022-08-22")

    assert (printed.code, printed.err) == (WRONG_USAGE, "Không rõ ai đang thực hiện; hãy ghi tên bằng --by.\n")
