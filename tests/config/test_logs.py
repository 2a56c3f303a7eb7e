"""The lines of the log: what they are about, in which form, and that no secret is in them."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from config import log_facts
from config.log_facts import bind, bound, fact
from config.logs import secrets_of, set_up_logs
from config.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("dondoc.tests")


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    names = ("", "uvicorn", "uvicorn.error", "prefect.flow_runs")
    before = [
        (logging.getLogger(one), list(logging.getLogger(one).handlers), logging.getLogger(one).level) for one in names
    ]
    nothing = log_facts._bound.set(None)  # what other tests of this process have bound is not about these
    yield
    log_facts._bound.reset(nothing)
    for logger, handlers, level in before:
        logger.handlers, logger.level = handlers, level


def printed(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return capfd.readouterr().err.splitlines()


def test_lines_of_text_end_with_what_they_are_about(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings())
    with bound(campaign="ke-hoach-nho", tick=7, account=None):
        log.warning("Chậm %d phút", 5)
    log.debug("nothing")

    (line,) = printed(capfd)

    assert line.endswith(" WARNING dondoc.tests: Chậm 5 phút [campaign=ke-hoach-nho tick=7]")


def test_lines_of_json_are_one_object_each_with_its_trace(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_format="json"))
    with bound(request="AB-1"):
        try:
            _ = dict[str, str]()["không có"]
        except LookupError:
            log.exception("Hỏng")

    (told,) = [json.loads(line) for line in printed(capfd)]

    assert (told["level"], told["logger"], told["message"], told["request"]) == (
        "ERROR",
        "dondoc.tests",
        "Hỏng",
        "AB-1",
    )
    assert "KeyError: 'không có'" in told["trace"]
    assert told["time"].endswith("+00:00")


def test_secrets_are_blacked_out_wherever_they_come_from(capfd: pytest.CaptureFixture[str]) -> None:
    settings = Settings(
        mail_url=SecretStr("mailtos://nhachan:M%40tKh4u-ThuDi@smtp.coquan.example?from=a@coquan.example"),
        channels=SecretStr("zalobot://1234567890:BiMatCuaBot esms://KhoaEsmsDai:BiMatEsmsDai@BTGTU"),
        secret=SecretStr("khoa-cua-ta"),
        database_url="postgresql+psycopg://dondoc:MatKhauCsdl@db.example/dondoc",
        log_format="json",
    )
    set_up_logs(settings)

    log.error("M@tKh4u-ThuDi M%40tKh4u-ThuDi BiMatCuaBot BiMatEsmsDai khoa-cua-ta MatKhauCsdl smtp.coquan.example")
    log.error("sai %s", settings.mail_url.get_secret_value())

    told = capfd.readouterr().err
    assert [one for one in ("KhauCsdl", "ThuDi", "BiMat", "khoa-cua") if one in told] == []
    assert "smtp.coquan.example" in told
    assert "smtp.coquan.example" not in secrets_of(settings)


def test_other_programs_lines_come_in_our_form_and_once(capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("uvicorn", "prefect.flow_runs"):
        logging.getLogger(name).addHandler(logging.StreamHandler())
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # servers of other tests may say less
    set_up_logs(Settings())
    set_up_logs(Settings())

    logging.getLogger("uvicorn.error").warning("một")
    logging.getLogger("prefect.flow_runs").warning("hai")
    logging.getLogger("httpx").info("GET https://api.example/bot123:khoa")

    assert [line.split(": ", 1)[1] for line in printed(capfd)] == ["một", "hai"]


def test_what_is_learnt_in_another_thread_holds_for_the_whole_request() -> None:
    async def request() -> str:
        with bound(request="A-1"):
            await asyncio.to_thread(bind, campaign="ke-hoach-nho")
            return fact("campaign")

    assert asyncio.run(request()) == "ke-hoach-nho"
    assert fact("campaign") == fact("request") == ""


def test_what_is_bound_inside_does_not_reach_what_is_around() -> None:
    with bound(campaign="mot"):
        with bound(campaign="hai", tick=1):
            assert (fact("campaign"), fact("tick")) == ("hai", "1")
        assert (fact("campaign"), fact("tick")) == ("mot", "")
