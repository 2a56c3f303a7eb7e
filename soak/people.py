"""People: a few of them at once, each with errands, who come again when a page does not answer and note what they are told."""

from __future__ import annotations

import heapq
import queue
import threading
from collections import Counter
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from soak.errands import End, Errand, NoAnswer, Site, run
from soak.journal import Deed, Journal, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from soak.habits import Habits

THREADS = 3
READS = 0.2  # how likely it is that somebody reads a page at a moment
AGAIN_SLOTS = (1, 5)
NO_FAILURE = frozenset({409, 502, 503})  # busy, or the clock was set back: said in a sentence
MOST_TRIES = 400


class People:
    """`sites` makes a site for each of them anew: with two servers some go to the other."""

    def __init__(self, seed: int, habits: Habits, journal: Journal, sites: Sequence[Callable[[], Site]]) -> None:
        self._habits, self.journal, self._sites = habits, journal, sites
        self._dice = Random(f"{seed}/people")
        self._queue: queue.Queue[Errand | None] = queue.Queue()
        self._agenda: list[tuple[int, int, Errand]] = []
        self._numbers = count()
        self._lock = threading.Lock()
        self._open = 0
        self.slot = 0
        self.has_second = False
        self.tries: Counter[str] = Counter()
        self.crashes: list[str] = []
        for slot, errand in habits.begin():
            self._plan(slot, errand)
        self._threads = [threading.Thread(target=self._live, args=(n,), daemon=True) for n in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def begin(self, slot: int) -> None:
        """Let those go whose errand is due."""
        with self._lock:
            self.slot = slot
            due = []
            while self._agenda and self._agenda[0][0] <= slot:
                due.append(heapq.heappop(self._agenda)[2])
            if self._dice.random() < READS:
                due.append(self._habits.reading(Random(self._dice.random())))
            self._open += len(due)
        for errand in due:
            self._queue.put(errand)

    @property
    def are_back(self) -> bool:
        with self._lock:
            return self._open == 0

    @property
    def waiting(self) -> int:
        """How many errands are still to be run."""
        with self._lock:
            return len(self._agenda) + self._open

    def end(self) -> list[Errand]:
        """Nobody begins anything any more. What was never done is returned."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(timeout=20)
        left = [errand for _, _, errand in self._agenda if errand.deed is not Deed.READ]
        for errand in left:
            self._note_lost(errand)
        return left

    def _live(self, number: int) -> None:
        here = [make() for make in self._sites]
        dice = Random(number)
        while (errand := self._queue.get()) is not None:
            site = dice.choice(here) if self.has_second else here[0]
            try:
                self._go(errand, site)
            except Exception as error:  # noqa: BLE001 -- a fault of the soak itself, which its report must show
                self.crashes.append(f"{errand.deed} {errand.unit}: {type(error).__name__}: {error}")
            finally:
                with self._lock:
                    self._open -= 1
        for site in here:
            site.client.close()

    def _go(self, errand: Errand, site: Site) -> None:
        self.tries[errand.deed] += 1
        try:
            end = run(errand, site)
            self.journal.answer("answered")
        except NoAnswer as silence:
            end = End.AGAIN
            self.journal.answer(str(silence.status) if silence.status else "no connection")
            if silence.status and silence.status not in NO_FAILURE:
                self.journal.fail(site.clock.slot(), f"{errand.deed} {silence}")
        if errand.deed is Deed.READ:
            return
        if end is End.AGAIN:
            self._come_again(errand)
            return
        self._note(errand, site, end)
        if end is End.DONE:
            with self._lock:
                for slot, following in self._habits.follow(errand, self.slot):
                    if slot < self._habits.last:
                        self._plan(slot, following)

    def _come_again(self, errand: Errand) -> None:
        if errand.tries > MOST_TRIES:
            self.journal.refuse(f"{errand.deed} {errand.unit}: gave up")
            self._note_lost(errand)
            return
        with self._lock:
            self._plan(self.slot + self._dice.randint(*AGAIN_SLOTS), errand)

    def _note(self, errand: Errand, site: Site, end: End) -> None:
        """A refusal is no deed, unless an answer was lost before: then the deed may have been done."""
        if end is End.REFUSED:
            self.journal.refuse(f"{errand.deed} {errand.unit}: {errand.said}")
            if errand.tries == 1 or not errand.unclear:
                return
        tried, slot = errand.tried or (site.clock.now(), site.clock.slot())
        self.journal.note(
            Told(
                errand.unit,
                errand.deed,
                tried=tried,
                told=site.clock.now(),
                slots=(slot, site.clock.slot()),
                day=errand.day,
                receipt=errand.receipt,
                digest=errand.digest if errand.report else "",
                doubtful=end is End.REFUSED,
            )
        )

    def _note_lost(self, errand: Errand) -> None:
        """It may have been done, and whoever did it was never told so."""
        if not errand.unclear or errand.tried is None or errand.last is None:
            return
        (tried, slot), (told, last) = errand.tried, errand.last
        self.journal.note(
            Told(errand.unit, errand.deed, tried=tried, told=told, slots=(slot, last), day=errand.day, doubtful=True)
        )

    def _plan(self, slot: int, errand: Errand) -> None:
        heapq.heappush(self._agenda, (slot, next(self._numbers), errand))
