from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import inspect

from config.frozen_plan import plan_to_json
from config.settings import Settings
from config.wiring import Workplace, workplace
from database.migrations.running import configuration
from domain.channels import EMAIL
from domain.errors import RuleBroken
from notifications.channels.email import EmailChannel
from notifications.channels.email_invitation import InvitationStyle
from notifications.channels.unconfigured import UnconfiguredChannel
from notifications.mailbox.imap_mailbox import ImapMailbox
from services.campaigns import Prepared, open_campaign
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from domain.campaigns import Campaign

OPENED = CALENDAR.at(PLAN.opens, CALENDAR.hours[0][0])


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(Settings(data=tmp_path / "du-lieu", _env_file=None))


def opened(place: Workplace, *plan_ids: str) -> list[Campaign]:
    place.prepare()
    campaigns = []
    for plan_id in plan_ids:
        plan = replace(PLAN, identity=replace(PLAN.identity, id=plan_id))
        with place.begin() as session:
            prepared = Prepared(plan, UNITS, CONTACTS, plan_to_json(plan), "sha")
            campaigns.append(open_campaign(session, prepared, now=OPENED))
    return campaigns


def test_prepare_makes_the_folder_and_the_tables_and_can_be_repeated(place: Workplace) -> None:
    place.prepare()
    place.prepare()

    assert {"campaigns", "obligations", "outbox"} <= set(inspect(place.engine).get_table_names())


def test_campaign_comes_back_as_it_was_opened(place: Workplace) -> None:
    (campaign,) = opened(place, "mot")

    assert place.campaign() == place.campaign("mot") == campaign


def test_campaign_of_an_older_program_is_brought_up_to_date(place: Workplace) -> None:
    (campaign,) = opened(place, "mot")
    config = configuration()
    with place.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "20261123")
    place.engine.dispose()

    assert place.campaign() == campaign

    assert "events" in inspect(place.engine).get_table_names()


def test_campaign_of_several_must_be_named(place: Workplace) -> None:
    _, second = opened(place, "mot", "hai")

    with pytest.raises(RuleBroken, match=r"Có nhiều đợt đang mở \(mot, hai\); hãy nêu tên bằng --plan"):
        place.campaign()
    assert place.campaign("hai") == second


def test_campaign_may_be_named_by_the_settings(place: Workplace) -> None:
    _, second = opened(place, "mot", "hai")

    other = Workplace(place.settings.model_copy(update={"plan": "hai"}))

    assert other.campaign() == second


def test_campaign_that_was_never_opened_is_refused_with_the_way_out(place: Workplace) -> None:
    place.prepare()

    with pytest.raises(RuleBroken, match=r"Chưa mở đợt nào\. Hãy chạy: dondoc plan open"):
        place.campaign()
    with pytest.raises(RuleBroken, match=r"Chưa mở đợt “ba”\. Hãy chạy: dondoc plan open ba"):
        place.campaign("ba")


def test_a_database_that_is_not_there_is_refused_and_not_made(place: Workplace) -> None:
    with pytest.raises(RuleBroken, match=r"Chưa có cơ sở dữ liệu tại .*du-lieu/dondoc\.db"):
        place.campaign()

    assert not place.settings.data.exists()


def test_a_transaction_that_fails_leaves_nothing(place: Workplace) -> None:
    opened(place, "mot")

    with pytest.raises(RuleBroken, match="chỉ mở một lần"):
        _open_twice(place)

    with pytest.raises(RuleBroken, match=f"Chưa mở đợt “{PLAN.identity.id}”"):
        place.campaign(PLAN.identity.id)


def _open_twice(place: Workplace) -> None:
    prepared = Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha")
    with place.begin() as session:
        open_campaign(session, prepared, now=OPENED)
        open_campaign(session, prepared, now=OPENED)


def test_mail_that_is_not_set_up_waits(place: Workplace) -> None:
    assert isinstance(place.channels[EMAIL], UnconfiguredChannel)


def test_mail_that_is_set_up_is_sent_by_its_channel(tmp_path: Path) -> None:
    url = "mailto://127.0.0.1:2525/?from=a@coquan.example&to=a@coquan.example"
    place = Workplace(Settings(data=tmp_path, mail_url=url, mail_timeout_seconds=3, _env_file=None))

    assert isinstance(place.channels[EMAIL], EmailChannel)


def test_the_secret_is_made_once_and_kept_for_the_owner_alone(place: Workplace) -> None:
    first = place.secret

    again = Workplace(place.settings).secret

    assert first == again
    assert len(first) == 64
    assert (place.settings.data / "secret").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_set_is_used_and_none_is_kept(tmp_path: Path) -> None:
    place = Workplace(Settings(data=tmp_path / "du-lieu", secret="rieng", _env_file=None))  # noqa: S106 -- made up here

    assert place.secret == "rieng"  # noqa: S105 -- the same
    assert not place.settings.data.exists()


def test_workplace_is_what_the_environment_describes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "noi-khac"))

    place = workplace()

    assert place.settings.data == tmp_path / "noi-khac"
    assert place.store.folder == tmp_path / "noi-khac" / "files"


def test_a_mailbox_that_is_not_set_up_says_what_to_set(place: Workplace) -> None:
    with pytest.raises(RuleBroken, match="Hãy đặt DONDOC_INTAKE_URL"):
        _ = place.mailbox


def test_a_mailbox_that_is_set_up_is_not_dialled_before_it_is_opened(tmp_path: Path) -> None:
    url = SecretStr("imaps://a:b@127.0.0.1:1/INBOX")

    assert isinstance(Workplace(Settings(data=tmp_path, intake_url=url, _env_file=None)).mailbox, ImapMailbox)


@pytest.mark.parametrize("address", ["baocao", "bao cao@tinh.vn", "baocao+x@tinh.vn", '"a b"@tinh.vn'])
def test_an_address_that_no_token_fits_into_is_refused(tmp_path: Path, address: str) -> None:
    place = Workplace(Settings(data=tmp_path, intake_address=address, _env_file=None))

    with pytest.raises(RuleBroken, match="DONDOC_INTAKE_ADDRESS"):
        _ = place.intake_address


@pytest.mark.parametrize("style", InvitationStyle)
def test_letters_invite_as_the_setting_says(tmp_path: Path, style: InvitationStyle) -> None:
    mail = SecretStr("mailto://127.0.0.1:2525?from=a@hanam.example&to=b@hanam.example")
    place = Workplace(Settings(data=tmp_path, mail_url=mail, invitations=f" {style.upper()} ", _env_file=None))

    channel = place.channels[EMAIL]

    assert isinstance(channel, EmailChannel)
    assert channel._sender.invitations is style


def test_an_unknown_way_of_inviting_is_refused_with_those_there_are(tmp_path: Path) -> None:
    mail = SecretStr("mailto://127.0.0.1:2525?from=a@hanam.example&to=b@hanam.example")
    place = Workplace(Settings(data=tmp_path, mail_url=mail, invitations="co", _env_file=None))

    with pytest.raises(RuleBroken, match="DONDOC_INVITATIONS “co” không hợp lệ; cần một trong: publish, request, none"):
        _ = place.channels


def test_every_campaign_may_get_mail(place: Workplace) -> None:
    place.prepare()
    with pytest.raises(RuleBroken, match="Chưa mở đợt nào"):
        place.campaigns()

    campaigns = opened(place, "mot", "hai")

    assert place.campaigns() == campaigns
