"""Settings: from the environment (prefix DONDOC_), a file .env and files of one secret each; the defaults need nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

from config.secret_files import secret_folders


class Settings(BaseSettings):
    """`staff` is the name under which whoever sits at this machine enters things; empty takes the login name.

    `mail_url` is an Apprise address such as mailtos://user:password@smtp.host?from=…; empty sends no mail at all. `channels`
    are the other channels as Apprise addresses with blanks between them: zalobot://…, zbs://…, zalooa://…, esms://….
    `rates` says how many messages a minute a channel may send, as email=30 esms=60.

    `intake_url` is the mailbox that reports come into, imaps://user:password@host:993/INBOX, and `intake_address` the
    address that leads there: letters ask for answers at it. `bounce_address` leads to the same mailbox, also with +anything
    in it: what cannot be delivered comes back there. `journal_address` gets a copy of every letter, and `journal_url` is the
    mailbox in which the copies are looked for after a crash. `invitations` (publish, request or none) is how letters bring
    deadlines into calendars.

    `web_url` is the address under which others reach `dondoc serve`, https://dondoc.tinh.example; empty where nobody
    outside can. Three secrets prove who calls: `zalo_oa_secret` is the OA Secret Key of the console's Webhook page (some
    accounts sign with the app's, `zalo_app_secret`), `zalobot_hook_secret` what setWebhook was given, `esms_hook_secret`
    the last part of the address that eSMS reports to. A higher `feed_series` takes back every link to a calendar.

    `clock` is the moment at which the clock of a rehearsal instance begins to run, 2022-09-30T17:00; such an instance never
    sends anything. Empty everywhere else.

    `dondoc serve` listens at `host` and `port` with so many `web_processes`; its Prefect server at `prefect_port` of this
    machine. `metrics_token` opens /metrics to others than this machine. `alarm_url` is the Apprise address by which an
    alarm leaves when the clockwork has stood still for `alarm_after_minutes`: another way than mail. `backup_folder` gets
    a backup every night, of which the newest `backup_keep` stay.

    `zalo_verifier` is the PKCE verifier of the Official Account's consent link, and `zalo_templates` a file that says which
    approved template is for which message.
    """

    model_config = SettingsConfigDict(env_prefix="DONDOC_", env_file=".env", extra="ignore")

    data: Path = Path("var")
    database_url: str = Field(default="", repr=False)  # one of a server has a password in it
    plan: str = ""
    mail_url: SecretStr = SecretStr("")
    mail_timeout_seconds: float = 20.0
    intake_url: SecretStr = SecretStr("")
    intake_address: str = ""
    web_url: str = ""
    zalo_oa_secret: SecretStr = SecretStr("")
    zalo_app_secret: SecretStr = SecretStr("")
    zalobot_hook_secret: SecretStr = SecretStr("")
    esms_hook_secret: SecretStr = SecretStr("")
    channels: SecretStr = SecretStr("")
    rates: str = ""
    zalo_verifier: SecretStr = SecretStr("")
    zalo_templates: str = ""
    bounce_address: str = ""
    journal_address: str = ""
    journal_url: SecretStr = SecretStr("")
    invitations: str = "publish"
    feed_series: int = 1
    secret: SecretStr = SecretStr("")
    staff: str = ""
    clock: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    web_processes: int = Field(default=1, ge=1, le=32)
    prefect_port: int = Field(default=4200, ge=1, le=65_535)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: SecretStr = SecretStr("")
    alarm_url: SecretStr = SecretStr("")
    alarm_after_minutes: int = Field(default=30, ge=5)
    backup_folder: str = ""
    backup_keep: int = Field(default=14, ge=1)

    @classmethod
    def settings_customise_sources(  # noqa: PLR0917 -- pydantic calls it so
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- it was told no folder
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The first that says anything wins."""
        files = SecretsSettingsSource(settings_cls, secrets_dir=secret_folders() or None)
        return init_settings, env_settings, dotenv_settings, files

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'dondoc.db'}"

    @property
    def files(self) -> Path:
        return self.data / "files"
