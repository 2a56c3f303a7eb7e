"""Whatever is sent to the forms of reports and mails, the answer is a page, never a failure of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.access import Role
from tests.web.handed_in import CLOCK, STRAY, hand_in, mail_waiting, report_file
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        ["", "0", "1", "-1", "4", "II", "none", "paper", "file", "2022-07-27", "9999-12-31", "0001-01-01", "31/2/2022"]
    ),
    st.sampled_from(["2022-07-19T25:00", "\0", "9" * 25, "x" * 5_000, "%s{{7*7}}", "'; DROP TABLE units;--", "١٢"]),
)
FIELDS = (
    "seen",
    "checked",
    "heading",
    "section",
    "reason",
    "reason-II",
    "new_day",
    "obligation",
    "day",
    "number",
    "way",
    "file",
)
FORMS = st.dictionaries(st.sampled_from(FIELDS), st.one_of(TEXTS, st.lists(TEXTS, max_size=3)), max_size=len(FIELDS))
FILES = st.one_of(
    st.none(), st.tuples(TEXTS.filter(bool), st.one_of(st.binary(max_size=200), st.just(report_file(STRAY))))
)


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CLOCK", CLOCK)


def test_no_form_brings_the_program_down(place: Workplace, as_role: Callable[..., httpx.Client]) -> None:
    owed = hand_in(place, "X1", report_file(STRAY))
    mail = mail_waiting(place, {"a.docx": report_file(STRAY)})
    board = as_role(Role.BOARD)
    key = csrf_of(board)
    paths = [f"/reports/{owed}/{move}" for move in ("accept", "return", "withdraw", "match")]
    paths += [f"/triage/{mail}/assign", f"/triage/{mail}/dismiss", "/reports/register"]

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(path=st.sampled_from(paths), form=FORMS, file=FILES, owes=st.booleans())
    def send(path: str, form: dict[str, object], file: tuple[str, bytes] | None, *, owes: bool) -> None:
        data = {**form, **({"obligation": str(owed)} if owes else {}), "csrf": key}
        files = {"file": file} if file is not None and path.endswith("register") else None
        answer = board.post(path, data=data, files=files)
        assert answer.status_code in (303, 404, 409, 422), (path, answer.status_code)

    send()


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    query=st.dictionaries(
        st.sampled_from(["state", "tier", "superior", "q", "faults", "page", "version", "fix", "obligation", "as_of"]),
        TEXTS,
    ),
    path=st.sampled_from(["/reports", "/reports.xlsx", "/reports/1", "/triage", "/triage/1", "/reports/register"]),
)
def test_no_address_brings_the_program_down(
    as_role: Callable[..., httpx.Client], path: str, query: dict[str, str]
) -> None:
    assert as_role(Role.BOARD).get(path, params=query).status_code < 500
