"""Whatever workers and people do to a run, in any order: one worker at a time, and nothing without an approval."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from database.models import ConsolidationRow
from database.queries.consolidations import known_outputs, run_of, runs_of
from domain.consolidation import Absence, Absent, Gap, Preflight, RunInput, RunState
from domain.consolidation_runs import LEASE, MOVES, Run, RunCancelled, RunOptions, SourceNotes
from domain.errors import RuleBroken
from domain.outline_check import SectionState
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services import consolidation_runs as runs
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.story import Story

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOW = datetime(2022, 8, 22, 1, tzinfo=UTC)
DAY = date(2022, 8, 20)
LOCAL = PLAN.calendar.local(NOW)
INPUT = RunInput("HU1", "Huyện ủy Lý Nhân", 2, "7-BC/HU", LOCAL, 0, "a" * 64, "bc.docx", "docx", ((3, None), (5, "II")))
ABSENT = Absent("HU2", "Huyện ủy Bình Lục", Absence.RETURNED, DAY, 2, LOCAL, DAY, "Sơ sài.")
GAP = Gap("HU1", "Huyện ủy Lý Nhân", "II", SectionState.EMPTY)
COMPLETE = Preflight("BTG", "Ban Tuyên giáo Tỉnh ủy", LOCAL, (INPUT,), ())
INCOMPLETE = Preflight("BTG", "Ban Tuyên giáo Tỉnh ủy", LOCAL, (INPUT,), (ABSENT,), (GAP,))
MADE = {"bao-cao-tong-hop.docx": "d" * 64}


def asked(story: Story, **how: Any) -> int:
    with story.workplace.begin() as session:
        return runs.request(session, story.campaign, unit="BTG", now=NOW, **how)


def run(story: Story, run_id: int) -> Run:
    with story.workplace.read() as session:
        return runs.find_run(session, story.campaign, run_id)


def taken(story: Story, run_id: int, *, now: datetime = NOW) -> int:
    with story.workplace.begin() as session:
        attempt = runs.claim(session, run_id, now=now)
    assert attempt is not None
    return attempt


def pinned(story: Story, run_id: int, found: Preflight) -> int:
    attempt = taken(story, run_id)
    with story.workplace.begin() as session:
        runs.pin(session, run_id, attempt, found, now=NOW)
    return attempt


def test_run_is_claimed_by_one_only(story: Story) -> None:
    run_id = asked(story)

    with story.workplace.begin() as session:
        assert [runs.claim(session, run_id, now=NOW) for _ in range(2)] == [1, None]


def test_run_for_a_unit_that_nobody_reports_to_is_refused(story: Story) -> None:
    with pytest.raises(RuleBroken, match="không có đơn vị nào gửi báo cáo về"), story.workplace.begin() as session:
        runs.request(session, story.campaign, unit="X1", now=NOW)


def test_run_that_is_not_there_is_said_not_to_be_there(story: Story) -> None:
    with pytest.raises(RuleBroken, match=r"Không có lượt tổng hợp số 5 .*dondoc runs list"):
        run(story, 5)


def test_what_was_asked_for_and_pinned_comes_back_as_it_was(story: Story) -> None:
    options = RunOptions(SourceNotes.FOOTNOTES, "e" * 64, "da-sua.docx")
    run_id = asked(story, by="Nguyễn Thị Lan", options=options, as_of=NOW - timedelta(days=1))
    pinned(story, run_id, INCOMPLETE)

    found = run(story, run_id)

    assert (found.preflight, found.options, found.requested_by) == (INCOMPLETE, options, "Nguyễn Thị Lan")
    assert (found.as_of, found.requested_at) == (NOW - timedelta(days=1), NOW)
    assert found.requested_at.utcoffset() == timedelta(hours=7)


def test_run_waits_where_something_is_missing_and_goes_on_once_it_is_approved(story: Story) -> None:
    run_id = asked(story)
    attempt = pinned(story, run_id, INCOMPLETE)
    assert run(story, run_id).state is RunState.WAITING
    with pytest.raises(RunCancelled), story.workplace.begin() as session:
        runs.publish(session, run_id, attempt, outputs=MADE, note="", now=NOW)

    with story.workplace.begin() as session:
        runs.approve(session, story.campaign, run_id, by="Lan", reason=" Đến hạn trình. ", now=NOW)
    again = taken(story, run_id)
    with story.workplace.begin() as session:
        assert runs.pin(session, run_id, again, INCOMPLETE, now=NOW) is RunState.RUNNING

    found = run(story, run_id)
    assert (again, found.approved_by, found.reason, found.approved_at) == (2, "Lan", "Đến hạn trình.", NOW)


def test_approval_without_a_reason_is_refused(story: Story) -> None:
    run_id = asked(story)
    pinned(story, run_id, INCOMPLETE)

    with pytest.raises(RuleBroken, match="phải ghi rõ lý do"), story.workplace.begin() as session:
        runs.approve(session, story.campaign, run_id, by="Lan", reason=" ", now=NOW)


def test_run_with_nothing_missing_goes_straight_on_and_is_published_whole(story: Story) -> None:
    run_id = asked(story)
    attempt = pinned(story, run_id, COMPLETE)
    with story.workplace.begin() as session:
        runs.progress(session, run_id, attempt, stage="Đọc các báo cáo", done=1, total=2, now=NOW)
    half_way = run(story, run_id)
    with story.workplace.begin() as session:
        runs.publish(session, run_id, attempt, outputs=MADE, note="đủ", now=NOW)
        runs.lay(session, run_id, path="tong-hop/luot-001")

    found = run(story, run_id)

    assert (half_way.stage, half_way.done, half_way.total, half_way.state) == (
        "Đọc các báo cáo",
        1,
        2,
        RunState.RUNNING,
    )
    assert (found.state, found.outputs, found.path, found.note) == (RunState.DONE, MADE, "tong-hop/luot-001", "đủ")
    with story.workplace.read() as session:
        assert known_outputs(session) == {"d" * 64: run_id}


def test_run_remembers_the_one_before_it(story: Story) -> None:
    first, second = asked(story), asked(story)
    attempt = pinned(story, first, COMPLETE)
    with story.workplace.begin() as session:
        runs.publish(session, first, attempt, outputs=MADE, note="", now=NOW)
    pinned(story, second, COMPLETE)

    assert (run(story, first).previous, run(story, second).previous) == (None, first)


def test_worker_that_is_asked_to_stop_publishes_nothing(story: Story) -> None:
    run_id = asked(story)
    attempt = pinned(story, run_id, COMPLETE)
    with story.workplace.begin() as session:
        assert runs.cancel(session, story.campaign, run_id, by="Lan", now=NOW) is RunState.RUNNING

    with pytest.raises(RunCancelled, match="Đã dừng theo yêu cầu"), story.workplace.begin() as session:
        runs.progress(session, run_id, attempt, stage="Ghép", done=0, total=1, now=NOW)
    with pytest.raises(RunCancelled), story.workplace.begin() as session:
        runs.publish(session, run_id, attempt, outputs=MADE, note="", now=NOW)
    with story.workplace.begin() as session:
        runs.stop(session, run_id, attempt, now=NOW)

    assert (run(story, run_id).state, run(story, run_id).outputs) == (RunState.CANCELLED, {})


def test_run_whose_worker_died_is_taken_over_and_the_dead_one_may_touch_it_no_more(story: Story) -> None:
    run_id = asked(story)
    dead = pinned(story, run_id, COMPLETE)
    later = NOW + LEASE + timedelta(seconds=1)
    with pytest.raises(RuleBroken, match="sau 10 phút có thể chạy tiếp"), story.workplace.begin() as session:
        runs.resume(session, story.campaign, run_id, now=NOW)

    with story.workplace.begin() as session:
        assert runs.resume(session, story.campaign, run_id, now=later) is RunState.APPROVED
    alive = taken(story, run_id, now=later)

    with pytest.raises(RunCancelled, match="nơi khác chạy tiếp"), story.workplace.begin() as session:
        runs.progress(session, run_id, dead, stage="Ghép", done=0, total=1, now=later)
    with story.workplace.begin() as session:
        runs.fail(session, run_id, dead, error="Hết chỗ.", now=later)
    assert run(story, run_id).state is RunState.RUNNING
    with story.workplace.begin() as session:
        runs.publish(session, run_id, alive, outputs=MADE, note="", now=later)


def test_failed_run_says_why_until_it_is_resumed(story: Story) -> None:
    run_id = asked(story)
    attempt = pinned(story, run_id, COMPLETE)
    with story.workplace.begin() as session:
        runs.fail(session, run_id, attempt, error="Ổ đĩa đã đầy.", now=NOW)
    failed = run(story, run_id)

    with story.workplace.begin() as session:
        runs.resume(session, story.campaign, run_id, now=NOW)

    assert (failed.state, failed.error) == (RunState.FAILED, "Ổ đĩa đã đầy.")
    assert (run(story, run_id).state, run(story, run_id).error) == (RunState.APPROVED, "")


def test_run_of_an_older_program_is_shown_and_one_left_by_it_can_be_resumed(story: Story) -> None:
    with story.workplace.begin() as session:
        row = ConsolidationRow(
            campaign_id=story.campaign.id, unit="BTG", requested_at=NOW, as_of=NOW, state="running", inputs="[]"
        )
        session.add(row)
        session.flush()
        assert runs.resume(session, story.campaign, row.id, now=NOW) is RunState.REQUESTED
        assert run_of(session, story.campaign, row.id) is not None


class LifeOfRuns(RuleBasedStateMachine):
    """`self.worked` are attempts that were claimed and did not end, living or dead, as (run, attempt)."""

    ids = Bundle("ids")
    workers = Bundle("workers")

    def __init__(self) -> None:
        super().__init__()
        room = RehearsalRoom(RecordingChannel("email"))
        self.story = Story(room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
        self.now = NOW
        self.seen: dict[int, RunState] = {}
        self.published: dict[int, int] = {}

    def teardown(self) -> None:
        self.story.workplace.engine.dispose()

    def do(self, deed: Any) -> Any:
        """What a rule refuses changes nothing."""
        try:
            with self.story.workplace.begin() as session:
                return deed(session)
        except RuleBroken as refusal:
            assert str(refusal)  # noqa: PT017 -- whatever is refused, is refused in words
            return None

    @rule(target=ids)
    def ask(self) -> int:
        return asked(self.story)

    @rule(target=workers, run_id=ids)
    def claim(self, run_id: int) -> Any:
        attempt = self.do(lambda session: runs.claim(session, run_id, now=self.now))
        return multiple() if attempt is None else (run_id, attempt)

    @rule(worker=workers, is_complete=st.booleans())
    def pin(self, worker: tuple[int, int], is_complete: bool) -> None:  # noqa: FBT001 -- drawn
        run_id, attempt = worker
        kept = run(self.story, run_id).preflight
        found = kept or (COMPLETE if is_complete else INCOMPLETE)
        self.do(lambda session: runs.pin(session, run_id, attempt, found, now=self.now))

    @rule(worker=workers)
    def progress(self, worker: tuple[int, int]) -> None:
        self.do(lambda session: runs.progress(session, *worker, stage="Ghép", done=1, total=2, now=self.now))

    @rule(worker=workers)
    def publish(self, worker: tuple[int, int]) -> None:
        run_id, attempt = worker
        if run(self.story, run_id).preflight is None:
            return

        def deed(session: Session) -> bool:
            runs.publish(session, run_id, attempt, outputs=MADE, note="", now=self.now)
            return True

        if self.do(deed):
            assert run_id not in self.published
            self.published[run_id] = attempt

    @rule(worker=workers)
    def fail(self, worker: tuple[int, int]) -> None:
        self.do(lambda session: runs.fail(session, *worker, error="Hết chỗ.", now=self.now))

    @rule(worker=workers)
    def stop(self, worker: tuple[int, int]) -> None:
        self.do(lambda session: runs.stop(session, *worker, now=self.now))

    @rule(run_id=ids)
    def approve(self, run_id: int) -> None:
        self.do(lambda s: runs.approve(s, self.story.campaign, run_id, by="Lan", reason="Gấp.", now=self.now))

    @rule(run_id=ids)
    def cancel(self, run_id: int) -> None:
        self.do(lambda session: runs.cancel(session, self.story.campaign, run_id, by="Lan", now=self.now))

    @rule(run_id=ids)
    def resume(self, run_id: int) -> None:
        self.do(lambda session: runs.resume(session, self.story.campaign, run_id, now=self.now))

    @rule(minutes=st.sampled_from((1, 11)))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def every_change_is_one_of_the_table(self) -> None:
        with self.story.workplace.read() as session:
            found = runs_of(session, self.story.campaign)
        for one in found:
            before = self.seen.get(one.id, RunState.REQUESTED)
            ends = {before, *(end for moves in MOVES[before].values() for end in moves)}
            assert one.state in ends
            self.seen[one.id] = one.state

    @invariant()
    def nothing_is_made_without_what_is_missing_being_approved(self) -> None:
        with self.story.workplace.read() as session:
            found = runs_of(session, self.story.campaign)
        for one in found:
            assert bool(one.outputs) == (one.state is RunState.DONE) == (one.id in self.published)
            if one.state in (RunState.APPROVED, RunState.DONE):
                assert one.preflight is not None
                assert one.preflight.is_complete or one.approved_at is not None


def test_a_life_of_runs() -> None:
    chosen = settings(max_examples=8, stateful_step_count=25, deadline=None)

    run_state_machine_as_test(LifeOfRuns, settings=chosen)
