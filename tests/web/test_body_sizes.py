from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from domain.uploads import MEBIBYTE
from web.body_sizes import MOST_OF_A_FORM, MOST_WITH_FILES


def told(url: str, path: str, length: str) -> int:
    """The status of a call that announces so many bytes and sends none of them."""
    at = urlsplit(url)
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=20) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        line.sendall(f"{head}Content-Length: {length}\r\nConnection: close\r\n\r\n".encode())
        return int(line.recv(64).split()[1])


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/sign-in", MOST_OF_A_FORM + 1),
        ("/admin/users/new", MOST_OF_A_FORM + 1),
        ("/contacts/import", MOST_WITH_FILES + 1),
        ("/u/khong-co/duties/1/hand-ins", MOST_WITH_FILES + 1),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_call_that_is_too_large_is_refused_before_it_is_read(url: str, path: str, length: int) -> None:
    assert told(url, path, str(length)) == 413


@pytest.mark.parametrize("path", ["/sign-in", "/account/password"])
@pytest.mark.usefixtures("place")
def test_a_body_that_says_nothing_of_its_length_is_counted_before_anybody_is_asked_who_it_is(
    url: str, path: str
) -> None:
    at = urlsplit(url)
    part = b'--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\n'
    pieces = [part, *[b"a" * MEBIBYTE] * (MOST_OF_A_FORM // MEBIBYTE + 1)]
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=20) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for piece in pieces:  # and never an end
            line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))

        assert line.recv(64).split()[1] == b"413"
