from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings


def test_settings_need_nothing_prepared() -> None:
    found = Settings()

    assert (found.data, found.files) == (Path("var"), Path("var/files"))
    assert found.database == "sqlite:///var/dondoc.db"
    assert (found.mail_url.get_secret_value(), found.secret.get_secret_value(), found.plan) == ("", "", "")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_DATA", "/srv/dondoc")
    monkeypatch.setenv("DONDOC_MAIL_TIMEOUT_SECONDS", "5")

    found = Settings()

    assert (found.files, found.mail_timeout_seconds) == (Path("/srv/dondoc/files"), 5.0)
    assert found.database == "sqlite:////srv/dondoc/dondoc.db"


def test_a_database_of_its_own_wins_over_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_DATABASE_URL", "sqlite:////khac/dondoc.db")

    assert Settings().database == "sqlite:////khac/dondoc.db"


def test_settings_come_from_a_file_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DONDOC_PLAN=trong-tep\nDONDOC_DATA=trong-tep\nKHAC=1\n", encoding="utf-8")
    monkeypatch.setenv("DONDOC_DATA", "trong-moi-truong")

    found = Settings()

    assert (found.plan, found.data) == ("trong-tep", Path("trong-moi-truong"))


def test_settings_print_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_MAIL_URL", "mailtos://a:mat-khau@may-chu")
    monkeypatch.setenv("DONDOC_SECRET", "bi-mat")

    assert not {"mat-khau", "bi-mat"} & set(repr(Settings()).replace("'", " ").split())
    assert "mat-khau" not in repr(Settings())


def test_a_setting_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_MAIL_TIMEOUT_SECONDS", "lau")

    with pytest.raises(ValidationError, match="mail_timeout_seconds"):
        Settings()
