"""The configurations of proxies in the operators' handbook, held to what the service needs, and to nginx itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.uploads import MEBIBYTE
from web.body_sizes import MOST_WITH_FILES

PAGE = (Path(__file__).parents[2] / "docs" / "van-hanh" / "bao-mat.md").read_text(encoding="utf-8")
NGINX_PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_proxies_let_through_what_the_service_takes() -> None:
    most = MOST_WITH_FILES // MEBIBYTE

    assert f"client_max_body_size {most}m;" in block("nginx")
    assert f"max_size {most}MB" in block("caddy")
    assert "proxy_buffering off;" in block("nginx")
    assert "flush_interval -1" in block("caddy")


def test_no_log_of_a_proxy_has_the_paths_that_let_people_in() -> None:
    logged = re.findall(r"log_format \w+ '(.*)';", block("nginx"))

    assert len(logged) == 1
    assert not re.search(r"\$(request|request_uri|uri|args|http_referer)\b", logged[0])
    assert set(re.findall(r"access_log (\S+)", block("nginx"))) == {"off;", "/var/log/nginx/dondoc.log"}
    assert "log" not in block("caddy").split()


def test_the_proxy_says_itself_who_calls() -> None:
    places = block("nginx").count("proxy_pass")

    assert block("nginx").count("proxy_set_header X-Forwarded-For $remote_addr;") == places
    assert block("nginx").count("proxy_set_header Host $host;") == places


def test_nginx_understands_its_configuration(tmp_path: Path) -> None:
    assert NGINX_PROGRAM, "`make test` brings it (package nginx)"
    _certify(tmp_path)
    text = block("nginx").replace("/etc/ssl/dondoc", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{text}\n}}\n", encoding="utf-8"
    )

    ran = subprocess.run(  # noqa: S603 -- the program that was found above
        [NGINX_PROGRAM, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, [line for line in ran.stderr.splitlines() if "[alert]" not in line]) == (0, [])


def _certify(folder: Path) -> None:
    """A key and a certificate of our own: nginx wants to see them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dondoc.tinh.example")])
    now = datetime(2022, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=365))
    certificate = made.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)
