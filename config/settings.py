"""Settings: from the environment (prefix DONDOC_) and a file .env, with defaults that need nothing prepared."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`staff` is the name under which whoever sits at this machine enters things; empty takes the login name.

    `mail_url` is an Apprise address such as mailtos://user:password@smtp.host?from=…; empty sends no mail
    at all. `intake_url` is the mailbox that reports come into, imaps://user:password@host:993/INBOX, and
    `intake_address` the address that leads there: letters ask for answers at it.
    """

    model_config = SettingsConfigDict(env_prefix="DONDOC_", env_file=".env", extra="ignore")

    data: Path = Path("var")
    database_url: str = ""
    plan: str = ""
    mail_url: SecretStr = SecretStr("")
    mail_timeout_seconds: float = 20.0
    intake_url: SecretStr = SecretStr("")
    intake_address: str = ""
    secret: SecretStr = SecretStr("")
    staff: str = ""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'dondoc.db'}"

    @property
    def files(self) -> Path:
        return self.data / "files"
