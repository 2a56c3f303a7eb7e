from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.models import OutboxRow
from domain.errors import RuleBroken
from domain.signals import SignalKind
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.evidence_pack import evidence_pack, file_part
from services.exemptions import exempt
from services.reviews import accept
from services.signals import hear
from services.submissions import Handed, submit
from tests.cli.test_json_shapes import documented, keys
from tests.services.test_urging_letters import wake
from tests.small_plan import CONTACTS, PLAN, UNITS, duty, plan_with
from tests.stories.story import Story

if TYPE_CHECKING:
    from services.evidence_pack import EvidencePack
    from tests.stories.lines import Line

EVENING = time(23)
REPORT = b"PK bao cao"


def packed(story: Story, unit: str, *, hour: time = EVENING) -> EvidencePack:
    with story.workplace.read() as session:
        return evidence_pack(session, story.campaign, story.workplace.store, UNITS[unit], as_of=story.at(hour))


def data(pack: EvidencePack) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pack.files["ho-so.json"])
    return found


def hand_in(story: Story, unit: str, content: bytes = REPORT, *, name: str = "báo cáo.docx") -> None:
    """With the file in the store."""
    handed = Handed(
        file_name=name, size=len(content), sha256=story.workplace.store.put(content), document_number="7-BC/HU"
    )
    owed = story.obligation(unit).id
    with story.workplace.begin() as session:
        submit(session, story.campaign, owed, handed, received_at=story.at(), now=story.at())


@pytest.fixture
def august(story: Story) -> Story:
    """22 August: HU1 was written to at the opening and is urged; it promised, then handed in and got the report back."""
    wake(story, date(2022, 6, 24))
    wake(story, date(2022, 8, 22))
    story.promise("HU1", day=date(2022, 8, 24), hour=time(9))
    hand_in(story, "HU1")
    story.give_back("HU1", new_day=date(2022, 8, 29), hour=time(11))
    wake(story, date(2022, 8, 23))
    return story


def test_pack_holds_letters_reports_receipts_and_a_manifest_of_them(august: Story) -> None:
    pack = packed(august, "HU1")

    assert list(pack.files) == [
        "ho-so.docx",
        "ho-so.json",
        "ban-nop/district-lan-1-bao-cao.docx",
        "phieu-tiep-nhan/district-lan-1.docx",
        "thu/001-2022-06-24-opening.eml",
        "thu/002-2022-08-22-urging.eml",
        "thu/003-2022-08-23-receipt.eml",
        "thu/004-2022-08-23-returned.eml",
        "MANIFEST.txt",
    ]
    with ZipFile(io.BytesIO(pack.content)) as archive:
        listed = dict(line.split("  ")[::-1] for line in archive.read("MANIFEST.txt").decode().splitlines())
        assert archive.namelist() == [*listed, "MANIFEST.txt"]
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in listed.items())
        assert archive.read("ban-nop/district-lan-1-bao-cao.docx") == REPORT


def test_letters_are_the_bytes_that_went(august: Story, line: Line) -> None:
    pack = packed(august, "HU1")

    # Not the list of its communes, which went to the same person.
    sent = [one.payload for one in line.carried if "/HU1/district/" in one.key]
    assert [content for name, content in pack.files.items() if name.startswith("thu/")] == sent


def test_data_tells_of_terms_notices_silences_versions_and_moves(august: Story) -> None:
    (found,) = data(packed(august, "HU1"))["duties"]

    assert (found["stage"], found["state"], found["deadline"]) == ("returned", "returned", "2022-08-29")
    assert [(one["cause"], one["deadline"]) for one in found["deadlines"]] == [
        ("opened", "2022-08-20"),
        ("returned", "2022-08-29"),
    ]
    assert next(one["file"] for one in found["notices"]) == "thu/001-2022-06-24-opening.eml"
    (attempt,) = found["notices"][1]["attempts"]
    assert (attempt["at"], attempt["outcome"]) == ("2022-08-22T08:00:00+07:00", "accepted")
    assert {one["outcome"] for one in found["silences"]} == {"superseded"}
    assert all(one["reason"] for one in found["silences"])
    (version,) = found["versions"]
    assert (version["fate"], version["sha256"]) == ("returned", hashlib.sha256(REPORT).hexdigest())
    assert version["receipt_file"] == "phieu-tiep-nhan/district-lan-1.docx"
    assert [(one["move"], one["day"]) for one in found["events"]] == [
        ("promise", "2022-08-24"),
        ("submit", None),
        ("return", "2022-08-29"),
    ]
    assert [one["audience"] for one in found["told"]] == ["board"]


@pytest.fixture
def seen(august: Story) -> Story:
    """The opening to HU1 was seen."""
    opening = august.messages(to="hu1")[0]
    with august.workplace.begin() as session:
        hear(session, session.get_one(OutboxRow, opening.id), SignalKind.SEEN, at=august.at(), event_key="seen")
    return august


def test_pack_tells_what_was_heard_of_a_message(seen: Story) -> None:
    (found,) = data(packed(seen, "HU1"))["duties"]

    opening = found["notices"][0]
    assert (opening["fate"], opening["state"]) == ("seen", "sent")
    assert [one["kind"] for one in opening["signals"]] == ["seen"]
    before = packed(seen, "HU1", hour=time(9))
    assert data(before)["duties"][0]["notices"][0]["fate"] == "sent"


def test_documented_keys_of_the_data_are_the_real_keys(seen: Story) -> None:
    assert keys(data(packed(seen, "HU1"))) == keys(documented("ho-so.json"))


def test_nothing_in_the_pack_is_later_than_its_moment(august: Story) -> None:
    before = packed(august, "HU1")
    august.day = date(2022, 8, 22)
    morning = packed(august, "HU1", hour=time(8, 30))

    (found,) = data(morning)["duties"]
    assert (found["state"], found["promised"], found["versions"], found["events"]) == ("overdue", None, [], [])
    assert [one["cause"] for one in found["deadlines"]] == ["opened"]
    assert [name for name in morning.files if name.startswith("thu/")] == [
        "thu/001-2022-06-24-opening.eml",
        "thu/002-2022-08-22-urging.eml",
    ]
    assert max(moments(data(morning)), default="") <= "2022-08-22T08:30:00+07:00"
    assert len(moments(data(before))) > len(moments(data(morning)))


def moments(value: object) -> list[str]:
    """Every moment in the data, wherever it stands."""
    if isinstance(value, dict):
        return [moment for one in value.values() for moment in moments(one)]
    if isinstance(value, list):
        return [moment for one in value for moment in moments(one)]
    return [value] if isinstance(value, str) and value.endswith("+07:00") else []


def test_later_review_does_not_change_the_pack_of_an_earlier_moment(august: Story) -> None:
    hand_in(august, "HU1", REPORT + b" 2")
    before = packed(august, "HU1", hour=time(10)).content
    with august.workplace.begin() as session:
        accept(session, august.campaign, august.obligation("HU1").id, by="Mai", reason="", now=august.at(time(12)))
    wake(august, date(2022, 8, 30))
    after = packed(august, "HU1")
    august.day = date(2022, 8, 23)

    assert packed(august, "HU1", hour=time(10)).content == before
    assert after.content != before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Users\\x\\..\\báo cáo*?.docx", "bao-cao__.docx"),
        ("bao\ncao.docx", "bao-cao.docx"),
        ("BÁO CÁO số 5 (Đợt 1).docx", "BAO-CAO-so-5-(Dot-1).docx"),
        ("...", "tep"),
        ("\x00/", "tep"),
    ],
)
def test_name_of_a_report_leads_to_no_other_folder(story: Story, name: str, kept: str) -> None:
    wake(story, date(2022, 7, 20))
    hand_in(story, "X1", name=name)

    pack = packed(story, "X1")

    (report,) = [one for one in pack.files if one.startswith("ban-nop/")]
    assert report == f"ban-nop/commune-lan-1-{kept}"


@given(st.text(alphabet=st.characters() | st.sampled_from("./\\:~\0"), max_size=300))
def test_any_name_becomes_one_harmless_part_of_a_path(name: str) -> None:
    part = file_part(name)

    assert re.fullmatch(r"[A-Za-z0-9_()-]([A-Za-z0-9._()-]*[A-Za-z0-9_()-])?", part)


def test_file_that_is_gone_from_the_store_or_altered_is_remarked_upon(august: Story) -> None:
    path = august.workplace.store.path(hashlib.sha256(REPORT).hexdigest())
    path.write_bytes(b"khac")
    altered = packed(august, "HU1")
    path.unlink()
    gone = packed(august, "HU1")

    assert altered.remarks == gone.remarks
    assert "tệp không còn trong kho hoặc không còn đúng như lúc nhận" in gone.remarks[0]
    (version,) = data(gone)["duties"][0]["versions"]
    assert (version["file"], version["receipt_file"]) == ("", "phieu-tiep-nhan/district-lan-1.docx")


def test_unit_that_was_never_reached_has_refusals_and_silences(story: Story, line: Line) -> None:
    line.refused.add("hu2@hanam.example")
    wake(story, date(2022, 6, 24))
    wake(story, date(2022, 8, 22))

    (found,) = data(packed(story, "HU2"))["duties"]

    assert [(one["state"], one["file"]) for one in found["notices"]] == [("failed", "")]
    assert found["notices"][0]["attempts"][0]["code"] == "550"
    assert "no_channel" in {one["outcome"] for one in found["silences"]}


def test_exempt_unit_has_its_exemption_and_what_was_not_owed(story: Story) -> None:
    wake(story, date(2022, 6, 24))
    with story.workplace.begin() as session:
        exempt(session, story.campaign, story.obligation("HU1").id, reason="Sáp nhập.", by="Mai", now=story.at())
    wake(story, date(2022, 8, 22))

    (found,) = data(packed(story, "HU1"))["duties"]

    assert (found["stage"], found["is_overdue"]) == ("exempt", False)
    assert [(one["move"], one["by"], one["reason"]) for one in found["events"]] == [("exempt", "Mai", "Sáp nhập.")]
    assert {one["message"] for one in found["notices"]} == {"opening", "exempted"}


def test_unit_with_two_duties_has_both_apart(room: RehearsalRoom) -> None:
    two = (
        duty("first", "district", date(2022, 7, 20), ladder="district", units=["HU1"]),
        duty("second", "district", date(2022, 8, 20), ladder="district", units=["HU1"]),
    )
    story = Story(room, Prepared(plan_with(duties=two), UNITS, CONTACTS, "{}", "sha"))
    wake(story, date(2022, 7, 1))
    hand_in(story, "HU1")

    pack = packed(story, "HU1")

    first, second = data(pack)["duties"]
    assert (first["duty"], second["duty"]) == ("first", "second")
    assert [name for name in pack.files if name.startswith("ban-nop/")] == ["ban-nop/first-lan-1-bao-cao.docx"]
    assert second["versions"] == []


def test_pack_before_the_opening_is_refused(story: Story) -> None:
    story.day = date(2022, 6, 1)

    with pytest.raises(RuleBroken, match="đợt chưa mở nên chưa có hồ sơ"):
        packed(story, "HU1")


def test_unit_that_owes_nothing_has_a_pack_without_duties(story: Story) -> None:
    wake(story, date(2022, 6, 24))

    assert data(packed(story, "TT"))["duties"] == []


def test_same_moment_gives_the_same_bytes(august: Story) -> None:
    assert packed(august, "HU1").content == packed(august, "HU1").content


def test_what_went_over_zalo_is_no_mail(line: Line) -> None:
    chat = replace(next(one for one in CONTACTS if one.unit == "X1"), channel="zalobot", address="chat-1")
    others = tuple(one for one in CONTACTS if one.unit != "X1")
    story = Story(RehearsalRoom(line), Prepared(PLAN, UNITS, (*others, chat), "{}", "sha"))
    story.advance(to=PLAN.opens)

    letters = [name for name in packed(story, "X1").files if name.startswith("thu/")]

    assert [name.rpartition(".")[2] for name in letters] == ["json"]
