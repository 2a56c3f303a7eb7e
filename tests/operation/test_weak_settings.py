from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.settings import Settings
from operation.weak_settings import weaknesses

if TYPE_CHECKING:
    from pathlib import Path

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what is refused
STRONG = "9f8b6c1d2e3a4f5061728394a5b6c7d8"


def found(tmp_path: Path, **settings: object) -> list[str]:
    return weaknesses(Settings.model_validate({"data": tmp_path / "var", **settings}), folder=tmp_path)


def test_the_defaults_are_safe(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"secret": "ngan"}, "DONDOC_SECRET"),
        ({"secret": "a" * 64}, "DONDOC_SECRET"),
        ({"metrics_token": "123456"}, "DONDOC_METRICS_TOKEN"),
        ({"esms_hook_secret": "abc"}, "DONDOC_ESMS_HOOK_SECRET"),
        ({"web_url": "http://dondoc.example"}, "DONDOC_WEB_URL"),
        ({"host": EVERYWHERE}, "DONDOC_HOST"),
        ({"host": "10.0.0.5", "web_url": "http://localhost:8000"}, "DONDOC_HOST"),
    ],
)
def test_what_is_weak_is_named_with_what_to_do(tmp_path: Path, settings: dict[str, object], what: str) -> None:
    (said,) = found(tmp_path, **settings)

    assert what in said


@pytest.mark.parametrize(
    "settings",
    [
        {"secret": STRONG},
        {"metrics_token": STRONG},
        {"host": EVERYWHERE, "web_url": "https://dondoc.example"},
        {"host": "::1"},
        {"host": "localhost", "web_url": "http://127.0.0.1:8000"},
    ],
)
def test_what_is_strong_enough_passes(tmp_path: Path, settings: dict[str, object]) -> None:
    assert found(tmp_path, **settings) == []


def test_files_with_secrets_must_be_for_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    for path, mode in ((tmp_path / ".env", 0o644), (tmp_path / "var" / "secret", 0o640)):
        path.write_text("x")
        path.chmod(mode)

    said = found(tmp_path)
    (tmp_path / ".env").chmod(0o600)
    (tmp_path / "var" / "secret").chmod(0o600)

    assert [one.split()[-1] for one in said] == [str(tmp_path / ".env"), str(tmp_path / "var" / "secret")]
    assert found(tmp_path) == []
