"""The commands ``rso check-signature`` and ``rso sign-digitally``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from rso_core import Provenance, acts
from rso_core.cli.declaring import command
from rso_core.cli.session import day, of, out, print_json, print_table
from rso_core.events import GroundKind, Medium
from rso_core.projection import Projector
from rso_core.time_zone import AMSTERDAM
from rso_pades.errors import UnreadablePdfError

if TYPE_CHECKING:
    from rso_pades.signed_pdf import SignedPdf

PANEL = "Record: signing (S2)"
File = Annotated[Path, typer.Argument(help="the signed PDF")]
Covenant = Annotated[str, typer.Option("--covenant", help="covenant that was signed")]
Amendment = Annotated[str | None, typer.Option("--amendment", help="amendment that was signed")]
Trust = Annotated[Path | None, typer.Option("--trust", help="PEM file with certificates to trust")]


@command("check-signature", needs=("pyhanko",))
def check_signature(
    context: typer.Context,
    file: File,
    covenant: Covenant,
    amendment: Amendment = None,
    trust: Trust = None,
    json_: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Tell who signed a PDF, when, and whether it is the text of the covenant that is on record.

    Exit code 3 when a signature is broken or not trusted, or the text is another.

    Example: rso check-signature getekend.pdf --covenant utrecht-2026
    """
    signed = _read(file, trust)
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        version = _version_signed(projector, signed, covenant, amendment)
    if json_:
        print_json(
            {
                "signatures": [attrs.asdict(each) for each in signed.signatures],
                "text_of": version,
                "hashes": signed.hashes,
            }
        )
    else:
        _print(signed, version)
    if not signed.intact or version is None or any(each.trusted is False for each in signed.signatures):
        raise typer.Exit(3)


@command("sign-digitally", needs=("pyhanko",))
def sign_digitally(
    context: typer.Context,
    file: File,
    covenant: Covenant,
    party: Annotated[str, typer.Option("--party", help="party for which is signed")],
    person: Annotated[str, typer.Option("--person", help="person who signed, by identifier")],
    amendment: Amendment = None,
    trust: Trust = None,
    ground: Annotated[GroundKind, typer.Option("--ground", help="mandate or college_decision")] = GroundKind.MANDATE,
    document: Annotated[str, typer.Option("--document", help="regulation or decision it rests on")] = "",
    decided_on: Annotated[str | None, typer.Option("--decided-on", help="day of the board decision")] = None,
    key: Annotated[str | None, typer.Option("--key", help="idempotency key")] = None,
) -> None:
    """Record a digital signature from the signed PDF: its day, and the text that was signed.

    Example: rso sign-digitally getekend.pdf --covenant utrecht-2026 --party gm0344 --person p-0001
    """
    signed = _read(file, trust)
    latest = signed.signatures[-1]
    if not signed.intact or latest.trusted is False or latest.signed_at is None:
        _print(signed, None)
        raise UnreadablePdfError(
            f"{file}: the signature is broken, not trusted or without a moment; nothing was recorded"
        )
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        on_record = _hashes(projector, covenant, amendment)
        # A text that is not on record is left to the rule of the domain to refuse, with what would mend it.
        sha256 = next((h for h in on_record if h in signed.hashes), signed.hashes[0])
        act = acts.Sign(
            covenant=covenant,
            party=party,
            person=person,
            signed_on=latest.signed_at.astimezone(AMSTERDAM).date(),
            ground=ground,
            document=document,
            decided_on=day(decided_on) if decided_on else None,
            amendment=amendment,
            medium=Medium.DIGITAL,
            sha256=sha256,
        )
        circumstances = Provenance(actor=session.settings().actor, source=file.name, key=key)
        outcome = application.perform(act, circumstances)
        projector.catch_up()
    for event in outcome.events:
        out.print(f"{event.id}  {event.event.event_name}  signed by {latest.signer}", markup=False)


def _read(file: Path, trust: Path | None) -> "SignedPdf":
    # pyHanko takes longer to load than most commands take; only these two need it.
    from rso_pades.signed_pdf import read_signed  # noqa: PLC0415

    return read_signed(file, trust)


def _hashes(projector: Projector, covenant: str, amendment: str | None) -> dict[str, str]:
    """The texts on record, by hash: the amendment, or the versions of the covenant."""
    wanted = "versie" if amendment is None else "wijziging"
    rows = projector.register("covenants").rows
    return {
        row["sha256"]: row["title"]
        for row in rows
        if row["covenant"] == covenant
        and row["kind"] == wanted
        and (amendment is None or row["step"] == f"wijziging:{amendment}")
    }


def _version_signed(projector: Projector, signed: "SignedPdf", covenant: str, amendment: str | None) -> str | None:
    return next((title for h, title in _hashes(projector, covenant, amendment).items() if h in signed.hashes), None)


def _print(signed: "SignedPdf", version: str | None) -> None:
    rows = [
        (
            each.signer,
            each.issuer,
            _local(each.signed_at),
            each.intact,
            {None: "niet nagegaan", True: "ja", False: "nee"}[each.trusted],
        )
        for each in signed.signatures
    ]
    print_table("Handtekeningen", ["Wie", "Uitgever", "Wanneer", "Ongeschonden", "Vertrouwd"], rows)
    out.print(f"Tekst: {version}" if version else "Tekst: geen die in het dossier is vastgelegd", markup=False)


def _local(moment: datetime | None) -> str:
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M") if moment else "niet vermeld"
