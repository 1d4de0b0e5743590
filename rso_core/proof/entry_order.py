"""Whether events were entered one after another: a clock that ran back or ahead, or was set otherwise, shows in their moments.

The door refuses an act whose clock is well before the last entry, unless somebody says why (`rso_core.domain.claimed_moment`).
What an earlier release recorded, and what came in round the door, is seen here. A checkpoint says when it was signed, so an
event behind it that says to have been entered before is seen too, also where its neighbours agree with it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import msgspec

from rso_core.calendar_days import sound
from rso_core.domain.claimed_moment import CLOCK_TOLERANCE

SHOWN = 5
LONGEST_ENTRY = timedelta(minutes=10)
"""So long a file may be coming in, line by line, while somebody else records: its lines stand behind that, and are of before."""


class _Meta(msgspec.Struct):
    recorded_at: datetime
    imported_at: datetime | None = None
    ground: str | None = None


class _State(msgspec.Struct):
    meta: _Meta


@attrs.frozen
class BackInTime:
    """An event that says to have been entered before what stands before it.

    Attributes:
        number: which event of the record, from 1.
        event: its id.
        entered: when it says to have been entered (aware, UTC).
        before: the moment of what stands before it.
        signed: whether that is the moment at which a checkpoint was signed.
        ground: why that may be, where somebody said so.
    """

    number: int
    event: str
    entered: datetime
    before: datetime
    signed: bool
    ground: str | None

    @property
    def explained(self) -> bool:
        """Whether it may be, with nothing wrong: somebody said why, or it was a file that came in beside another entry."""
        return self.ground is not None or self.before - self.entered <= LONGEST_ENTRY

    @property
    def told(self) -> str:
        """In words (Dutch)."""
        what = "het controlepunt ervoor" if self.signed else "de gebeurtenis ervoor"
        why = f" (reden: {self.ground})" if self.ground else ""
        return f"gebeurtenis {self.number} ({self.event}) is van {_shown(self.entered)}, en {what} van {_shown(self.before)}{why}"


class EntryOrder:
    """Looks at the moments of entry of events as they go by.

    Args:
        signed: size and moment (aware) of the checkpoints that say when they were signed.

    Attributes:
        back: the events that go back in time, by more than two clocks may differ.
        latest: the latest moment of entry so far.
        latest_event: the event of it.
    """

    def __init__(self, signed: Sequence[tuple[int, datetime]] = ()) -> None:
        self.back: list[BackInTime] = []
        self.latest: datetime | None = None
        self.latest_event = ""
        self._is_signed = False
        self._signed = sorted(signed)
        self._number = 0
        self._decode = msgspec.json.Decoder(_State).decode

    def look(self, rows: Sequence[Sequence[Any]]) -> None:
        """Look at the next events: stream, version, topic and bytes of each. Bytes that are no event are told of elsewhere."""
        for stream, version, _, state in rows:
            while self._signed and self._signed[0][0] <= self._number:
                self._meet_checkpoint(self._signed.pop(0)[1])
            self._number += 1
            try:
                meta = self._decode(state).meta
            except (msgspec.MsgspecError, TypeError):
                continue
            entered = sound(meta.imported_at or meta.recorded_at)
            if self.latest is not None and self.latest - entered > CLOCK_TOLERANCE:
                found = BackInTime(
                    self._number, f"{stream}@{version}", entered, self.latest, self._is_signed, meta.ground
                )
                self.back.append(found)
            # After a clock that ran ahead what comes next is held to what follows on it, and not to that for ever.
            self.latest, self.latest_event, self._is_signed = entered, f"{stream}@{version}", False

    def _meet_checkpoint(self, at: datetime) -> None:
        if self.latest is None or at > self.latest:
            self.latest, self._is_signed = at, True

    def ahead_of(self, now: datetime) -> str | None:
        """The last event, where it says to have been entered after this moment (Dutch); None where it does not."""
        if self.latest is None or not self.latest_event or self._is_signed or self.latest - now <= CLOCK_TOLERANCE:
            return None
        return (
            f"de laatste gebeurtenis ({self.latest_event}) zegt van {_shown(self.latest)} te zijn, en dat moet nog komen: "
            "de klok van wie haar vastlegde liep voor"
        )


def in_words(back: Sequence[BackInTime]) -> Iterator[str]:
    """The first of them in words, and how many more there are (Dutch)."""
    yield from (each.told for each in back[:SHOWN])
    if len(back) > SHOWN:
        yield f"en nog {len(back) - SHOWN}"


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
