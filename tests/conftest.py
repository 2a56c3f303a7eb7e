"""What every test stands on: no settings of the person who runs it, and no trace in that person's home."""

from __future__ import annotations

import os
import tempfile

import pytest

# Before anything imports Prefect, which reads its settings then and keeps its profile in the home folder otherwise.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="dondoc-prefect-")
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "false"
os.environ["PREFECT_API_TLS_INSECURE_SKIP_VERIFY"] = "true"
os.environ["PREFECT_LOGGING_TO_API_ENABLED"] = "false"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> None:
    for name in list(os.environ):
        if name.startswith("DONDOC_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
