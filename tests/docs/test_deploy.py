"""What is shipped for running the service names only what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

from ruamel.yaml import YAML

from config.settings import Settings
from documents.programs import OFFICE, TESSERACT

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = {f"DONDOC_{name.upper()}" for name in Settings.model_fields}
NOT_SETTINGS = {"DONDOC_SECRETS_DIR", "DONDOC_APP"}  # a folder of settings, and what only the proxy is told


class _Unit(RawConfigParser):
    """A unit file as systemd reads it: small letters and capitals are told apart, and some keys may stand twice."""

    def __init__(self) -> None:
        super().__init__(strict=False)

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit() -> RawConfigParser:
    parser = _Unit()
    parser.read(DEPLOY / "dondoc.service", encoding="utf-8")
    return parser


def test_every_setting_that_is_named_exists() -> None:
    for path in DEPLOY.iterdir():
        named = set(re.findall(r"DONDOC_[A-Z_]+", path.read_text(encoding="utf-8")))

        assert named <= SETTINGS | NOT_SETTINGS, path.name


def test_the_unit_gives_away_no_right_that_it_need_not() -> None:
    service = unit()["Service"]

    yes = (
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectKernelModules",
        "RestrictNamespaces",
    )
    assert {service[name] for name in yes} == {"yes"}
    assert (service["User"], service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("dondoc", "strict", "")
    assert (service["UMask"], service["StateDirectoryMode"]) == ("0077", "0700")
    assert "LoadCredential" in service


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    assert analyze, "`make test` brings it (package systemd)"
    text = (DEPLOY / "dondoc.service").read_text(encoding="utf-8")
    copy = tmp_path / "dondoc.service"
    copy.write_text(text.replace("/opt/dondoc/.venv/bin/dondoc serve", "/bin/true"), encoding="utf-8")

    found = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)  # noqa: S603 -- found on this machine

    ours = [line for line in found.stderr.splitlines() if "dondoc.service" in line]
    assert ours == []


def test_the_containers_have_the_secrets_that_the_page_makes() -> None:
    compose = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "van-hanh" / "dich-vu.md").read_text(encoding="utf-8")

    made = set(re.findall(r"> (\w+)$", page, re.MULTILINE))
    assert set(compose["secrets"]) <= made
    assert {name for name in compose["secrets"] if name.startswith("dondoc_")} == set(
        compose["services"]["app"]["secrets"]
    )
    assert all(name.upper() in SETTINGS for name in compose["services"]["app"]["secrets"])


def test_the_image_is_run_by_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert "USER dondoc" in lines
    assert lines.index("USER dondoc") < lines.index('ENTRYPOINT ["dondoc"]')
    assert any("--require-hashes" in line for line in lines)


def test_the_image_takes_its_libraries_as_setup_does() -> None:
    """Without --no-deps pip refuses the lock, for what a library itself asks for is pinned under another name there."""
    asked = "--no-deps --require-hashes -r requirements.lock"

    for maker in (DEPLOY / "Dockerfile", ROOT / "scripts/setup.sh"):
        assert asked in maker.read_text(encoding="utf-8")


def test_the_image_has_the_programs_that_read_scans_and_old_files() -> None:
    words = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").split()

    assert {*OFFICE.packages.split(), *TESSERACT.packages.split()} <= set(words)
