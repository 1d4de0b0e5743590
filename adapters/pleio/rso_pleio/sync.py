"""From record to site: desired state, plan and apply in one place, for commands and programs."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import attrs

from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.proof.checkpoint_signing import KeyPlace
from rso_core.proof.checkpoints import newest_checkpoint, sign_checkpoint
from rso_pleio.accounts import AccountMaker
from rso_pleio.apply import ApplyReport, Means, Progress, apply_plan
from rso_pleio.client import PleioClient
from rso_pleio.desired import ADMIN_ROLES, desired_site
from rso_pleio.documents_folder import DocumentsFolder
from rso_pleio.errors import UnsafePlanError
from rso_pleio.ledger import Ledger
from rso_pleio.ledger_entry import What
from rso_pleio.model import DesiredItem, DesiredSite, Registers, Row
from rso_pleio.plan import Choices, Plan, make_plan
from rso_pleio.plan.steps import DONE
from rso_pleio.registers import Earlier, OpenRegisters, registers_of
from rso_pleio.seen import SeenSite
from rso_pleio.site import Observer
from rso_pleio.texts.proof import checkpoint_page


@attrs.frozen(kw_only=True)
class Sync:
    """Keeps one site in step with the record.

    Attributes:
        projector: gives the registers.
        plugins: bring pages of their own.
        client: a session on the site.
        ledger: what we made there.
        admin_roles: patterns of roles whose holders administer a group.
        choices: how plans are made.
        documents: where the documents of the record are.
        accounts: makes accounts, where there is a token for it.
        parallel: how many requests at a time.
        signing: where the key is that signs checkpoints of the record; without one, the newest that was signed is shown.
        guard: called before anything is sent; raises where it does not follow from the record.
    """

    projector: Projector
    plugins: Plugins
    client: PleioClient
    ledger: Ledger
    admin_roles: tuple[str, ...] = ADMIN_ROLES
    choices: Choices = attrs.field(factory=Choices)
    documents: DocumentsFolder = attrs.field(factory=lambda: DocumentsFolder(None))
    accounts: AccountMaker | None = None
    parallel: int = 1
    signing: KeyPlace | None = None
    guard: Callable[[], None] | None = None
    earlier: Earlier = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "earlier", Earlier(self.projector))

    def desired(self, on: date | None = None, bodies: Collection[str] | None = None) -> DesiredSite:
        """What the site should show on a day (Europe/Amsterdam); today when left out.

        Args:
            on: the day.
            bodies: keys of the groups to look at; all when left out.

        Raises:
            ProofError: the record does not continue what was signed before, or the signing key is not its own.
        """
        with registers_of(self.projector, self.earlier, on) as registers:
            site = self._with_checkpoint(desired_site(registers, self._pages, self.admin_roles))
            site = attrs.evolve(site, untold=registers.problems)
        return site if bodies is None else only(site, bodies)

    def _with_checkpoint(self, site: DesiredSite) -> DesiredSite:
        """The newest checkpoint of the record stands with the first body, which is that of all parties."""
        store = self.projector.store
        signed = sign_checkpoint(store, self.signing) if self.signing else None
        note = signed or newest_checkpoint(store.url)
        if note is None or not site.groups:
            return site
        first, *others = site.groups
        return attrs.evolve(site, groups=(attrs.evolve(first, items=(*first.items, checkpoint_page(note))), *others))

    def plan(
        self,
        on: date | None = None,
        *,
        restore: bool = False,
        delete: bool = False,
        diffs: bool = True,
        desired: DesiredSite | None = None,
    ) -> Plan:
        """Compare the site with what it should show; changes nothing.

        Args:
            on: the day that the site should show.
            restore: put back what people changed in our items, whatever the policies say.
            delete: delete what is no longer desired, in place of archiving it.
            diffs: read what each item says that will change, to show the difference.
            desired: in place of making it from the registers.
        """
        running = [status.position for status in self.projector.status() if status.status == "running"]
        position = min(running, default=0)
        wanted = desired if desired is not None else self.desired(on)
        choices = attrs.evolve(
            self.choices.restoring() if restore else self.choices,
            delete=delete or self.choices.delete,
            may_make_people=self.accounts is not None,
            documents=self.documents.hashes(),
        )
        entries = self.ledger.entries()
        seen = self.observe(wanted, choices, diffs=diffs)
        tidy = not wanted.untold and not any(info.failure for info in self.plugins.infos())

        def made(changed_by: dict[str, tuple[str, str]]) -> Plan:
            return make_plan(wanted, seen, entries, choices, tidy=tidy, changed_by=changed_by, position=position)

        plan = made({})
        drifted = [step.guid for step in plan.steps if step.kind == "drift" and step.what == What.ITEM and step.guid]
        return made(self.client.last_changed(drifted)) if drifted else plan

    def observe(self, desired: DesiredSite, choices: Choices | None = None, *, diffs: bool = False) -> SeenSite:
        """What the site shows of these groups; see `Observer`."""
        return Observer(
            client=self.client,
            entries=self.ledger.entries(),
            choices=choices or self.choices,
            diffs=diffs,
            parallel=self.parallel,
        ).observe(desired)

    def apply(
        self,
        on: date | None = None,
        *,
        restore: bool = False,
        delete: bool = False,
        confirm: Callable[[Plan], bool] | None = None,
        progress: Progress | None = None,
    ) -> tuple[Plan, ApplyReport]:
        """Plan and carry out, one process at a time.

        Args:
            on: the day that the site should show.
            restore, delete: as for `plan`.
            confirm: asked when the plan changes much at once or deletes something; without it such a plan is refused.
            progress: called with the steps done and to do.

        Raises:
            BusyError: another process is at it.
            UnsafePlanError: the plan asks for a confirmation that was not given.
        """
        with self.ledger.alone():
            plan = self.plan(on, restore=restore, delete=delete, diffs=False)
            return self.carry_out(
                plan, again=lambda: self.plan(on, restore=restore, delete=delete, diffs=False), confirm=confirm,
                progress=progress,
            )  # fmt: skip

    def carry_out(
        self,
        plan: Plan,
        *,
        again: Callable[[], Plan] | None = None,
        confirm: Callable[[Plan], bool] | None = None,
        progress: Progress | None = None,
        stopping: Callable[[], bool] | None = None,
    ) -> tuple[Plan, ApplyReport]:
        """Carry out a plan that was made under `Ledger.alone`.

        Args:
            plan: what to do.
            again: makes the plan anew, where the site put the work off and it may go on after a look.
            confirm, progress: as for `apply`.
            stopping: asked between requests; when it says so, the work stops. The stop of the client when left out.

        Raises:
            UnsafePlanError: the plan asks for a confirmation that was not given.
            UnprovenError: what it would send does not follow from the record.
        """
        if self.guard is not None and any(step.kind in DONE for step in plan.steps):
            self.guard()
        asked = require_safe(plan, confirm)
        means = Means(
            waited=asked,
            documents=self.documents.find,
            accounts=self.accounts.make if self.accounts else None,
            progress=progress,
            stopping=stopping or self.client.retry.stop.is_set,
            parallel=self.parallel,
        )
        report = ApplyReport()
        if again is None:
            return plan, apply_plan(self.client, self.ledger, plan, means, report)
        for run in self.client.retry.runs():
            with run:
                if run.retry_state.attempt_number > 1:
                    # What the site did before it put the rest off is seen by a new look.
                    plan = again()
                    require_safe(plan, confirm)
                return plan, apply_plan(self.client, self.ledger, plan, means, report)
        raise AssertionError("unreachable")  # pragma: no cover

    def _pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        # What the adapter itself brings goes before what others bring under the same key.
        view = OpenRegisters(registers)
        return self.plugins.gather("rso_pleio_pages", DesiredItem, "pleio", body=body, registers=view)


def require_safe(plan: Plan, confirm: Callable[[Plan], bool] | None) -> bool:
    """Refuse a plan that changes much at once, or deletes something, unless it is confirmed.

    Returns:
        Whether somebody was asked, which may have taken time.

    Raises:
        UnsafePlanError: it was not confirmed.
    """
    if plan.safety_blocks and not (confirm is not None and confirm(plan)):
        told = "\n".join(f"  {block.group_key}: {block.told}" for block in plan.safety_blocks)
        raise UnsafePlanError(
            f"the plan asks for a confirmation, and nothing was changed:\n{told}\nLook at it with 'rso pleio plan'; "
            "if this is meant, give --force"
        )
    return bool(plan.safety_blocks)


def only(site: DesiredSite, groups: Collection[str]) -> DesiredSite:
    """A part of the desired site: the groups with these keys."""
    return attrs.evolve(site, groups=tuple(group for group in site.groups if group.key in groups))


@contextmanager
def open_sync(
    projector: Projector,
    plugins: Plugins,
    url: str,
    session: str,
    admin_roles: Iterable[str] = ADMIN_ROLES,
    *,
    choices: Choices | None = None,
    documents: DocumentsFolder | None = None,
    token: str | None = None,
    per_second: float = 0,
    parallel: int = 1,
    stopping: threading.Event | None = None,
    signing: KeyPlace | None = None,
    guard: Callable[[], None] | None = None,
) -> Iterator[Sync]:
    """A sync between the record behind a projector and a site.

    Args:
        projector: gives the registers.
        plugins: bring pages of their own.
        url: address of the site.
        session: value of the cookie ``sessionid`` of the account to work with.
        admin_roles: patterns of roles whose holders administer a group.
        choices: how plans are made.
        documents: where the documents of the record are.
        token: profile_sync token, to make accounts with.
        per_second: most requests in a second; 0 sets no limit.
        parallel: how many requests at a time.
        stopping: once it is set, nothing is waited for any more between two tries.
        signing: where the key is that signs checkpoints of the record.
        guard: called before anything is sent; raises where it does not follow from the record.
    """
    client = PleioClient(url, session, per_second=per_second, stopping=stopping)
    ledger = Ledger(projector.store.url, client.url)
    accounts = AccountMaker(client.url, token) if token else None
    try:
        yield Sync(
            projector=projector,
            plugins=plugins,
            client=client,
            ledger=ledger,
            admin_roles=tuple(admin_roles),
            choices=choices or Choices(),
            documents=documents or DocumentsFolder(None),
            accounts=accounts,
            parallel=parallel,
            signing=signing,
            guard=guard,
        )
    finally:
        client.close()
        ledger.close()
        if accounts is not None:
            accounts.close()
