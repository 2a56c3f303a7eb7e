"""Sealing: what must not lie in the database in clear, such as a token or an address with a password in it."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import RuleBroken

SEALED = "sealed:"


class Cipher:
    """Seals texts with a key that is derived from the installation's secret and lies outside the database."""

    def __init__(self, secret: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dondoc/sealing").derive(secret)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, text: str) -> str:
        return SEALED + self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text again. What was never sealed comes back as it is.

        Raises RuleBroken when it was sealed under another secret.
        """
        if not sealed.startswith(SEALED):
            return sealed
        try:
            return self._fernet.decrypt(sealed.removeprefix(SEALED).encode()).decode()
        except InvalidToken:
            raise RuleBroken(
                "Dữ liệu được mã hóa bằng một khóa khác; hãy đặt DONDOC_SECRET (hoặc tệp secret trong thư mục dữ liệu) "
                "đúng như khi lưu, hoặc nhập lại kênh gửi này.",
            ) from None
