"""Where the parts are put together: database, files, channels, campaign. Nothing is opened before it is asked for."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from config import clock
from config.channel_urls import channel_urls, rates
from config.log_facts import bind
from database.derived import Derived
from database.migrations.head import is_current
from database.queries.campaigns import campaign_row, plan_changes, plan_ids
from database.session import open_engine, reading, transaction
from database.spool import Spool
from database.store import Store
from domain.answer_links import AnswerLinks
from domain.campaigns import Campaign, EarlierPlan
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from config.settings import Settings
    from database.cipher import Cipher
    from notifications.channels.email_invitation import InvitationStyle
    from notifications.channels.protocol import Channel
    from notifications.mailbox.journal import Journal
    from notifications.mailbox.protocol import Mailbox
    from services.handing_in import Reader
    from services.readable_files import ReadableFiles

HASTE_MS = 1_000
ONLY_US = 0o700  # what is kept names people and their addresses
UNDER_WAY = ".restoring"  # in the data folder while a backup is put back
HALF_RESTORED = (
    "Việc khôi phục từ bản sao lưu chưa xong nên chưa dùng được dữ liệu này. Hãy chờ lệnh dondoc restore kết thúc; nếu lệnh ấy đã "
    "bị ngắt, hãy chạy lại."
)
NOTHING_OPEN = (
    "Chưa mở đợt nào. Hãy chạy: dondoc plan open THƯ-MỤC (chưa có kế hoạch thì lập trước: dondoc plan new THƯ-MỤC)"
)
# An address that a token can be put into: no plus sign yet, nothing that would have to be quoted.
_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,190}")


class Workplace:
    """One installation: everything a command, a task or a page needs to do its work."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def now(self) -> Callable[[], datetime]:
        """What time it is here: the real time, or in a rehearsal instance that of its own clock."""
        wanted = self.settings.clock
        if not wanted:
            return clock.now
        return clock.running_from(wanted, since=clock.start_of_rehearsal(wanted, self.settings.data))

    @property
    def may_send(self) -> bool:
        """A rehearsal instance looks like the real one, so nothing may ever leave it."""
        return not self.settings.clock

    @cached_property
    def engine(self) -> Engine:
        return open_engine(self.settings.database)

    @cached_property
    def hasty_engine(self) -> Engine:
        """For what must answer somebody within two seconds: it does not wait long for another writer."""
        return open_engine(self.settings.database, wait_ms=HASTE_MS)

    @property
    def spool(self) -> Spool | None:
        """Where calls of other servers lie while the database is busy; none for a database in memory, as of rehearsals."""
        database = make_url(self.settings.database)
        if database.get_backend_name() == "sqlite" and database.database in (None, "", ":memory:"):
            return None
        return Spool(self.settings.data / "hooks")

    @cached_property
    def store(self) -> Store:
        return Store(self.settings.files)

    @cached_property
    def reader(self) -> Reader:
        from services.handing_in import Reader  # noqa: PLC0415 -- documents are only read where one is handed in

        return Reader(self.store)

    @cached_property
    def readable(self) -> ReadableFiles:
        from services.readable_files import FORM, ReadableFiles  # noqa: PLC0415 -- documents are only read where one is shown

        return ReadableFiles(self.store, Derived(self.settings.data / "derived", FORM))

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """Every channel that is configured, by name. Without an address for mail, mail waits in the outbox."""
        if not self.may_send:
            from notifications.channels.opening import OpenChannels  # noqa: PLC0415 -- only wanted by what would send

            return OpenChannels({})  # none of them is there: what is to be sent waits
        from config.channels import open_channels  # noqa: PLC0415 -- Apprise is only wanted by what sends

        return open_channels(self)

    @property
    def channel_urls(self) -> dict[str, str]:
        """The addresses of the channels by name; there are secrets in them."""
        return channel_urls(self.settings)

    @property
    def rates(self) -> dict[str, float]:
        return rates(self.settings)

    def reports_to(self, channel: str) -> str:
        """Where the other side of a channel may report what became of a message; empty where it cannot reach us."""
        secret, web = self.settings.esms_hook_secret.get_secret_value(), self.settings.web_url.rstrip("/")
        return f"{web}/hooks/{channel}/{secret}" if web and secret else ""

    @property
    def bounce_address(self) -> str:
        return self._address("DONDOC_BOUNCE_ADDRESS", self.settings.bounce_address, like="bounce@tinh.vn")

    @property
    def invitations(self) -> InvitationStyle:
        from notifications.channels.email_invitation import InvitationStyle  # noqa: PLC0415 -- only wanted by what sends

        wanted = self.settings.invitations.strip().lower()
        if wanted not in set(InvitationStyle):
            raise RuleBroken(
                f"DONDOC_INVITATIONS “{wanted}” không hợp lệ; cần một trong: {', '.join(InvitationStyle)}."
            )
        return InvitationStyle(wanted)

    @cached_property
    def mailbox(self) -> Mailbox:
        """The mailbox that reports come into. Nothing is dialled before it is opened by `with`."""
        from notifications.mailbox.imap_address import imap_address  # noqa: PLC0415 -- only wanted where mail is taken in
        from notifications.mailbox.imap_mailbox import ImapMailbox  # noqa: PLC0415 -- the same

        url = self.settings.intake_url.get_secret_value()
        if not url:
            raise RuleBroken(
                "Chưa cấu hình hộp thư nhận báo cáo. Hãy đặt DONDOC_INTAKE_URL dạng "
                "imaps://tài-khoản:mật-khẩu@máy-chủ:993/INBOX và DONDOC_INTAKE_ADDRESS là địa chỉ của hộp thư đó.",
            )
        return ImapMailbox(imap_address(url))

    @property
    def journal(self) -> Journal:
        from notifications.mailbox.imap_address import imap_address  # noqa: PLC0415 -- only wanted by what sends
        from notifications.mailbox.journal import Journal  # noqa: PLC0415 -- the same

        copy_to = self._address("DONDOC_JOURNAL_ADDRESS", self.settings.journal_address, like="luu@tinh.vn")
        url = self.settings.journal_url.get_secret_value()
        return Journal(copy_to, imap_address(url, setting="DONDOC_JOURNAL_URL") if url else None)

    @property
    def intake_address(self) -> str:
        """Where letters ask for answers; empty where nobody would read them."""
        return self._address("DONDOC_INTAKE_ADDRESS", self.settings.intake_address, like="baocao@tinh.vn")

    @staticmethod
    def _address(setting: str, given: str, *, like: str) -> str:
        address = given.strip()
        if address and not _ADDRESS.fullmatch(address):
            raise RuleBroken(f"{setting} “{address}” không phải địa chỉ thư; cần dạng {like}.")
        return address

    @property
    def answer_links(self) -> AnswerLinks:
        """Where the links in our letters lead."""
        return AnswerLinks(self.settings.web_url, self.intake_address, self.secret.encode())

    @cached_property
    def secret(self) -> str:
        """Signs Message-IDs and the addresses for answers. Kept beside the data when none is set, so that a restart signs alike."""
        given = self.settings.secret.get_secret_value()
        if given:
            return given
        import secrets  # noqa: PLC0415 -- only where no secret is set

        path = self.settings.data / "secret"
        if not path.exists():
            path.parent.mkdir(mode=ONLY_US, parents=True, exist_ok=True)
            aside = path.with_name(f"secret.{secrets.token_hex(4)}")
            aside.touch(mode=0o600)
            aside.write_text(secrets.token_hex(32), encoding="ascii")
            with suppress(FileExistsError):  # another process was quicker: its secret holds for both
                path.hardlink_to(aside)
            aside.unlink()
        return path.read_text(encoding="ascii").strip()

    @cached_property
    def cipher(self) -> Cipher:
        """Seals what must not lie in the database in clear."""
        from database.cipher import Cipher  # noqa: PLC0415 -- only where something is sealed or opened

        return Cipher(self.secret.encode())

    def begin(self) -> AbstractContextManager[Session]:
        """A transaction: committed at its end, rolled back by any exception."""
        return transaction(self.engine)

    def begin_in_haste(self) -> AbstractContextManager[Session]:
        """A transaction that raises OperationalError rather than wait longer than a second for another writer."""
        return transaction(self.hasty_engine)

    def read(self) -> AbstractContextManager[Session]:
        return reading(self.engine)

    def prepare(self) -> None:
        """Bring the database to the present form; a new one is made. An older SQLite database is copied before."""
        from config.upgrading import keep_the_old  # noqa: PLC0415 -- only where there is something to do
        from database.migrations.running import upgrade  # noqa: PLC0415 -- Alembic is slow to import

        address = make_url(self.settings.database)
        if address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(mode=ONLY_US, parents=True, exist_ok=True)
            self._refuse_where_moved()
            keep_the_old(Path(address.database), self.settings.data)
        upgrade(self.engine)

    def _refuse_where_moved(self) -> None:
        from database.moved import moved_to  # noqa: PLC0415 -- only where the database has not the present form

        with self.engine.connect().execution_options(read_only=True) as connection:
            moved = moved_to(connection)
        if moved:
            raise RuleBroken(
                f"Đợt này đã được chuyển sang {moved.to_address} ngày {clock.in_viet_nam(moved.at):%d/%m/%Y, %H:%M}; "
                f"không làm gì ở cơ sở dữ liệu cũ. Hãy đặt DONDOC_DATABASE_URL trong .env theo địa chỉ đó "
                "(hoặc quay lại cơ sở dữ liệu cũ: dondoc migrate --undo)."
            )

    def campaign(self, plan_id: str = "") -> Campaign:
        """The campaign of this plan; without a name the only one there is. What is logged from now on is about it."""
        found = self._campaign(plan_id)
        bind(campaign=found.plan.identity.id)
        return found

    def _campaign(self, plan_id: str) -> Campaign:
        self.check_database()
        self._bring_up_to_date()
        with self.read() as session:
            wanted = plan_id or self.settings.plan or _only(plan_ids(session))
            row = campaign_row(session, wanted)
            changes = plan_changes(session, row.id) if row else []
        if row is None:
            raise RuleBroken(f"Chưa mở đợt “{wanted}”. Hãy chạy: dondoc plan open {wanted}")
        from config.frozen_plan import plan_from_json  # noqa: PLC0415 -- only once there is a plan to read

        earlier = tuple(EarlierPlan(plan_from_json(one.before), one.at) for one in changes)
        return Campaign(row.id, plan_from_json(row.plan), row.opened_at, earlier, changes[-1].id if changes else 0)

    def campaigns(self) -> list[Campaign]:
        """Every campaign that was opened here: a mail may be about any of them."""
        self.check_database()
        with self.read() as session:
            known = plan_ids(session)
        if not known:
            raise RuleBroken(NOTHING_OPEN)
        return [self._campaign(plan_id) for plan_id in known]

    def _bring_up_to_date(self) -> None:
        """A newer program meets an older database: the campaign in it goes on, in the new form."""
        with self.engine.connect().execution_options(read_only=True) as connection:
            current = is_current(connection)
        if not current:
            self.prepare()

    @cached_property
    def _has_tables(self) -> bool:
        """Of a database on a server. An empty one is refused, and asked again the next time."""
        with self.engine.connect() as connection:
            if inspect(connection).has_table("campaigns"):
                return True
        raise RuleBroken(
            f"Cơ sở dữ liệu {make_url(self.settings.database)} còn trống. Hãy chuyển đợt đang chạy sang đó (dondoc migrate), "
            "mở một đợt (dondoc plan open KẾ-HOẠCH), hoặc sửa DONDOC_DATABASE_URL."
        )

    def check_database(self) -> None:
        """Refuse a database that is not there: opening it would make an empty one, and empty looks like all is well."""
        if (self.settings.data / UNDER_WAY).exists():
            raise RuleBroken(HALF_RESTORED)
        address = make_url(self.settings.database)
        if address.get_backend_name() != "sqlite":
            self._has_tables  # noqa: B018 -- asked once, and refused where there are none
            return
        if not address.database or address.database == ":memory:":
            return
        if not Path(address.database).exists():
            raise RuleBroken(
                f"Chưa có cơ sở dữ liệu tại {address.database}. Hãy mở một đợt trước: dondoc plan open KẾ-HOẠCH "
                "(hoặc đặt DONDOC_DATA cho đúng thư mục).",
            )


def _only(plans: list[str]) -> str:
    if len(plans) == 1:
        return plans[0]
    if not plans:
        raise RuleBroken(NOTHING_OPEN)
    raise RuleBroken(f"Có nhiều đợt đang mở ({', '.join(plans)}); hãy nêu tên bằng --plan.")


def workplace() -> Workplace:
    """The installation that the environment describes."""
    from config.settings import Settings  # noqa: PLC0415 -- read when asked for, not at import

    return Workplace(Settings())
