"""What a recorded event names: by the types of its fields, by what its act said, and by who recorded it.

Things are written as ``party:gm0344``; a part of a thing as ``mandate:gm0344/m-1``, or as ``mandate:m-1`` where it does
not matter, or is not known, of which thing it is.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import attrs
import msgspec

from rso_core.catalogue import act_classes
from rso_core.domain.references import Thing, things
from rso_core.store.recorded import RecordedEvent


def written(thing: Thing) -> str:
    """How a thing is written: ``party:gm0344``, ``mandate:gm0344/m-1``."""
    return f"{thing[0]}:{'/'.join(thing[1:])}"


def thing_of(text: str) -> Thing:
    """The thing that is written so.

    Raises:
        ValueError: the text does not begin with a kind, or an identifier is missing in it.
    """
    kind, colon, rest = text.partition(":")
    thing = (kind, *rest.split("/"))
    if not colon or not all(thing) or len(thing) > 3:
        raise ValueError(f"{text!r} is not written as kind:id, such as party:gm0344")
    return thing


def things_of(recorded: RecordedEvent) -> Iterator[Thing]:
    """Everything that an event names, the subject of its stream first; who recorded it is not among them."""
    kind, _, identifier = recorded.originator_id.partition(":")
    yield kind, identifier
    yield from things(recorded.event)
    if recorded.meta.said:
        act = act_classes().get(recorded.meta.act)
        if act is not None:
            yield from things(recorded.meta.said, act)


@attrs.frozen
class Sought:
    """Things that events are searched for.

    Attributes:
        things: the things.
        recorded_by: whether an event that one of them recorded counts as well.
    """

    things: frozenset[Thing]
    recorded_by: bool = False
    _parts: frozenset[Thing] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        # A part of which an event does not say of what it is: rather one too many than one left out.
        object.__setattr__(self, "_parts", frozenset((t[0], t[2]) for t in self.things if len(t) == 3))

    @classmethod
    def of(cls, written: Iterable[str], *, recorded_by: bool = False) -> "Sought":
        """Things by how they are written; raises `ValueError` for what is not written so."""
        return cls(frozenset(map(thing_of, written)), recorded_by)

    @property
    def streams(self) -> list[str]:
        """The streams of those that have one."""
        return sorted(":".join(thing) for thing in self.things if len(thing) == 2)

    @property
    def texts(self) -> list[bytes]:
        """A text for each, of which one stands in the stored bytes of every event that names it.

        It is the end of the identifier with the quote behind it: before it may stand a quote, or a kind (``party:``).
        """
        return sorted({msgspec.json.encode(thing[-1])[1:] for thing in self.things})

    def named_by(self, recorded: RecordedEvent) -> bool:
        """Whether an event names one of them, or stands in its stream."""
        if any(self._is(thing) for thing in things_of(recorded)):
            return True
        kind, _, identifier = recorded.meta.actor.partition(":")
        return self.recorded_by and (kind, identifier) in self.things

    def _is(self, thing: Thing) -> bool:
        return thing in self.things or thing in self._parts or (len(thing) == 3 and (thing[0], thing[2]) in self.things)


def in_lots(things: Collection[Thing], size: int = 200) -> Iterator[frozenset[Thing]]:
    """Things by so many at a time, as a database takes them in one question."""
    rest = iter(sorted(things))
    while lot := frozenset(islice(rest, size)):
        yield lot
