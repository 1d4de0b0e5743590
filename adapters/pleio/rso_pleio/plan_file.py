"""A plan in a file: looked at by a person, carried out later exactly as it stands, or refused when the site moved.

It holds what is written to the site and identifiers of persons; no addresses, and nothing secret.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from rso_core.atomic_write import writing_whole
from rso_pleio.documents import Document
from rso_pleio.errors import MovedSinceError, SetupError
from rso_pleio.model import DesiredGroup, DesiredMember, DesiredSite
from rso_pleio.plan import Plan, SafetyBlock, Sending, Step
from rso_pleio.rendered_item import Desired
from rso_pleio.seen import SeenGroup, SeenSite

FORMAT = "rso-pleio-plan/1"


@attrs.frozen(kw_only=True)
class PlanFile:
    """A plan that was kept.

    Attributes:
        site: address of the site that it was made for.
        account: guid of the account that made it.
        position: of the last event of the record that it holds.
        groups: per group how it stood when the plan was made; None for one that was not there.
    """

    site: str
    account: str
    made_at: datetime
    position: int
    groups: dict[str, str | None]
    steps: tuple[Step, ...]
    sendings: tuple[Sending, ...]
    safety_blocks: tuple[SafetyBlock, ...]


def group_hash(group: SeenGroup, *, invited: bool) -> str:
    """Fingerprint of a group with members and our items in it; what people made beside ours does not count.

    Args:
        group: as it was read.
        invited: whether it matters who is invited.
    """
    ours = sorted((i.guid, i.key or "", i.status, i.time_updated) for i in group.items if i.key is not None)
    members = sorted((m.guid, m.role) for m in group.members)
    subgroups = sorted((s.id, s.name, sorted(s.members)) for s in group.subgroups)
    own = (group.guid, group.name, group.introduction, group.text, group.closed, group.plugins, group.can_edit)
    asked = sorted(group.invited) if invited else []
    return hashlib.sha256(repr((own, ours, members, subgroups, asked)).encode()).hexdigest()


def _inviting(steps: Iterable[Step]) -> set[str]:
    """Keys of the groups to which somebody is invited."""
    return {step.group_key for step in steps if "invite" in step.does}


def require_place(path: Path) -> None:
    """See before the work that a plan can be kept.

    Raises:
        SetupError: there is no such folder, or a folder has this name.
    """
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise SetupError(f"the plan cannot be kept in {path}; name a file in a folder that is there")


def keep_plan(path: Path, plan: Plan, desired: DesiredSite, site: str) -> None:
    """Write a plan to a file that only we may read."""
    inviting = _inviting(plan.steps)
    kept = PlanFile(
        site=site,
        account=plan.seen.viewer.guid,
        made_at=datetime.now(UTC),
        position=plan.position,
        groups={
            group.key: group_hash(there, invited=group.key in inviting)
            if (there := plan.seen.groups.get(group.key))
            else None
            for group in desired.groups
        },
        steps=plan.steps,
        sendings=plan.sendings,
        safety_blocks=plan.safety_blocks,
    )
    content = {"format": FORMAT, **_CONVERTER.unstructure(kept)}
    with writing_whole(path) as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.write("\n")


def read_plan(path: Path, people: Mapping[str, tuple[str, str]]) -> PlanFile:
    """Read a plan.

    Args:
        path: the file.
        people: address and name by person, which the file does not hold.

    Raises:
        SetupError: it is no plan, or of another version.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise SetupError(f"{path} is no plan of this version; make it anew with 'rso pleio plan --out {path}'")
        kept: PlanFile = _CONVERTER.structure(content, PlanFile)
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}") from None
    except SetupError:
        raise
    except Exception:  # whatever is wrong with it, there is one remedy
        raise SetupError(f"{path} is not a whole plan; make it anew with 'rso pleio plan --out {path}'") from None
    return attrs.evolve(kept, steps=tuple(_with_address(step, people) for step in kept.steps))


def require_unmoved(kept: PlanFile, seen: SeenSite, site: str) -> None:
    """Refuse a plan when the site is not as it was.

    Raises:
        MovedSinceError: with the groups that moved.
    """
    if kept.site != site:
        raise MovedSinceError(f"the plan was made for {kept.site}, and the settings name {site}")
    if kept.account != seen.viewer.guid:
        raise MovedSinceError("the plan was made with another account, which may do other things; make it anew")
    inviting = _inviting(kept.steps)
    now = {key: group_hash(there, invited=key in inviting) for key, there in seen.groups.items()}
    moved = [key for key, hash_then in kept.groups.items() if now.get(key) != hash_then]
    if moved:
        raise MovedSinceError(
            f"the site moved since the plan was made, in: {', '.join(moved)}; nothing was changed. Make the plan "
            "anew and look at it again"
        )


def groups_to_read(kept: PlanFile) -> DesiredSite:
    """The groups that a plan was made for, to read how they stand."""
    # Who is invited is only read where somebody may be.
    somebody = (DesiredMember(person="", email="", role="member", choice="invite"),)
    inviting = _inviting(kept.steps)
    return DesiredSite(
        groups=tuple(
            DesiredGroup(
                key=key,
                name="",
                introduction="",
                text=Document(()),
                members=somebody if key in inviting else (),
            )
            for key in kept.groups
        )
    )


def _with_address(step: Step, people: Mapping[str, tuple[str, str]]) -> Step:
    if not isinstance(step.desired, DesiredMember):
        return step
    email, name = people.get(step.desired.person, ("", ""))
    return attrs.evolve(step, desired=attrs.evolve(step.desired, email=email, name=name))


def _converter() -> Any:
    converter = make_converter()
    converter.register_unstructure_hook(Document, lambda document: document.to_json())
    converter.register_structure_hook(Document, lambda text, _: Document.from_json(text, references=True))
    hidden = make_dict_unstructure_fn(DesiredMember, converter, email=override(omit=True), name=override(omit=True))
    converter.register_unstructure_hook(DesiredMember, hidden)
    converter.register_structure_hook(
        DesiredMember,
        lambda given, _: DesiredMember(
            person=given["person"], email="", role=given["role"], choice=given.get("choice", "none")
        ),
    )
    configure_tagged_union(Desired, converter, tag_name="is")
    converter.register_unstructure_hook(
        Desired | None, lambda desired: desired and converter.unstructure(desired, unstructure_as=Desired)
    )
    converter.register_structure_hook(
        Desired | None,
        lambda given, _: None if given is None else converter.structure(given, Desired),  # type: ignore[arg-type]
    )
    # A plan that release 0.2 kept can be carried out.
    stored = override(rename="holds")
    writing = make_dict_unstructure_fn(PlanFile, converter, safety_blocks=stored)
    reading = make_dict_structure_fn(PlanFile, converter, safety_blocks=stored)
    converter.register_unstructure_hook(PlanFile, writing)
    converter.register_structure_hook(PlanFile, reading)
    return converter


_CONVERTER = _converter()
