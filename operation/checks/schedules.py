"""The Prefect server: whether it answers, has our deployments, and will run them."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from config import clock
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from config.wiring import Workplace
    from operation.results import Result

SECONDS = 8.0
SCHEDULED = ("morning-round", "delivery-round", "intake-round")
ON_REQUEST = ("consolidate",)
LATE = timedelta(minutes=15)
MOST_RUNS = 200
OTHERS = "Hãy chạy dondoc serve; nếu cổng ấy là của chương trình khác, hãy đổi DONDOC_PREFECT_PORT."
START = "Hãy xem dondoc serve có chạy không: systemctl status dondoc"


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- Prefect's clock is the real one
    if not place.may_send:
        return [not_applicable("Bản diễn tập không tự chạy.")]
    api = api_address(place)
    auth = os.environ.get("PREFECT_API_AUTH_STRING", "")
    user, _, password = auth.partition(":")
    with httpx.Client(base_url=api, timeout=SECONDS, auth=(user, password) if auth else None) as client:
        try:
            client.get("health").raise_for_status()
            deployments = _with_flows(_asked(client, "deployments/filter", {}), _asked(client, "flows/filter", {}))
            runs = _asked(client, "flow_runs/filter", _COMING)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            return [fault(f"Máy chủ Prefect tại {api} không trả lời ({type(error).__name__}).", START)]
    return _results(place, deployments, runs)


def api_address(place: Workplace) -> str:
    given = os.environ.get("PREFECT_API_URL", "").strip()
    return (given or f"http://127.0.0.1:{place.settings.prefect_port}/api").rstrip("/") + "/"


_COMING: dict[str, Any] = {
    "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    "sort": "EXPECTED_START_TIME_ASC",
    "limit": MOST_RUNS,
}


def _asked(client: httpx.Client, path: str, question: dict[str, Any]) -> list[dict[str, Any]]:
    found = client.post(path, json=question).raise_for_status().json()
    if not isinstance(found, list):
        raise ValueError(path)  # noqa: TRY004 -- what came over the wire is wrong, not our type
    return found


def _results(place: Workplace, deployments: list[dict[str, Any]], runs: list[dict[str, Any]]) -> list[Result]:
    wanted = [one for one in SCHEDULED if one != "intake-round" or place.settings.intake_url.get_secret_value()]
    coming: dict[str, list[datetime]] = {}
    for run in runs:
        if run.get("expected_start_time") and run.get("deployment_id"):
            moment = datetime.fromisoformat(str(run["expected_start_time"]))
            coming.setdefault(str(run["deployment_id"]), []).append(moment)
    if not any(_named(name, deployments) for name in (*SCHEDULED, *ON_REQUEST)):
        return [fault("Máy chủ Prefect trả lời nhưng không có lịch nào của dondoc.", OTHERS)]
    found = [_of(name, _named(name, deployments), coming) for name in wanted]
    missing = [name for name in ON_REQUEST if not _named(name, deployments)]
    return [*found, *(fault(f"Prefect không có lịch {name}.", START) for name in missing)]


def _with_flows(deployments: list[dict[str, Any]], flows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A deployment is told by its flow: its own name says by whom it is served."""
    names = {str(one.get("id")): one.get("name") for one in flows}
    return [{**one, "flow": names.get(str(one.get("flow_id")), "")} for one in deployments]


def _named(name: str, deployments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in deployments if one["flow"] == name]


def _of(name: str, deployments: list[dict[str, Any]], coming: dict[str, list[datetime]]) -> Result:
    if not deployments:
        return fault(f"Prefect không có lịch {name}.", START)
    if all(one.get("paused") for one in deployments):
        return fault(f"Lịch {name} đang tạm dừng.", "Hãy bật lại trên trang Prefect, mục Deployments.")
    moments = [moment for one in deployments for moment in coming.get(str(one.get("id")), [])]
    late = [moment for moment in moments if moment < clock.now() - LATE]
    ahead = [moment for moment in moments if moment >= clock.now()]
    if late:
        return fault(f"Lịch {name}: {len(late)} lượt đã đến giờ mà chưa chạy.", START)
    if not ahead:
        return warning(f"Lịch {name}: chưa có lượt nào sắp tới.", START)
    return ok(f"Lịch {name}: lượt tới lúc {clock.in_viet_nam(min(ahead)):%H:%M ngày %d/%m}.")
