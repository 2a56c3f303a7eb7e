from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.settings import Settings
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "bi-mat"
    made.mkdir()
    monkeypatch.setenv("DONDOC_SECRETS_DIR", str(made))
    return made


def put(folder: Path, name: str, text: str, *, mode: int = 0o600) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_setting_may_be_a_file_and_the_end_of_its_line_is_no_part_of_it(folder: Path) -> None:
    put(folder, "dondoc_mail_url", "mailtos://a:mat-khau@may-chu.example\n")
    put(folder, "DONDOC_PORT", "8080\n")
    put(folder, "khac", "khong-lien-quan")

    found = Settings()

    assert found.mail_url.get_secret_value() == "mailtos://a:mat-khau@may-chu.example"
    assert found.port == 8080
    assert "mat-khau" not in repr(found)


def test_the_environment_wins_over_the_env_file_and_that_over_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plan", "staff", "clock"):
        put(folder, f"dondoc_{name}", "tệp")
    put(tmp_path, ".env", "DONDOC_PLAN=.env\nDONDOC_STAFF=.env\n")
    monkeypatch.setenv("DONDOC_PLAN", "môi trường")

    found = Settings()

    assert (found.plan, found.staff, found.clock) == ("môi trường", ".env", "tệp")


def test_credentials_of_systemd_win_over_the_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    put(folder, "dondoc_secret", "thư mục")
    put(folder, "dondoc_plan", "thư mục")
    put(credentials, "dondoc_secret", "systemd")

    found = Settings()

    assert (found.secret.get_secret_value(), found.plan) == ("systemd", "thư mục")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SECRETS_DIR", str(tmp_path / "khong-co"))

    with pytest.raises(RuleBroken, match=r"DONDOC_SECRETS_DIR chỉ đến .*/khong-co nhưng không có thư mục ấy"):
        Settings()
