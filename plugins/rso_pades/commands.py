"""The commands ``rso check-signature`` and ``rso sign-digitally``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rso_core import Provenance
from rso_core.cli.declaring import command
from rso_core.cli.session import day, err, identifier_found, of, out, print_json
from rso_core.events import GroundKind
from rso_pades.errors import SignatureRefusedError

if TYPE_CHECKING:
    from rso_pades.signed_pdf import SignedPdf

# pyHanko takes longer to load than most commands take: what needs it is imported when one of these two runs.
# ruff: noqa: PLC0415

PANEL = "Record: signing (S2)"
File = Annotated[Path, typer.Argument(help="the signed PDF")]
Covenant = Annotated[str, typer.Option("--covenant", help="covenant that was signed")]
Amendment = Annotated[str | None, typer.Option("--amendment", help="amendment that was signed")]
Trust = Annotated[
    list[Path] | None,
    typer.Option("--trust", help="file with root certificates to trust (PEM or DER); may be given more than once"),
]


@command("check-signature", needs=("pyhanko",))
def check_signature(
    context: typer.Context,
    file: File,
    covenant: Covenant,
    amendment: Amendment = None,
    trust: Trust = None,
    json_: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Tell of every signature in a PDF who set it and when, what is wrong with it, and whether it signs the text on record.

    What counts is what a signature covers: the text on record has to be what was signed, with nothing but signatures
    in between. Exit code 3 when something is wrong with any of them, or one signs another text.

    Example: rso check-signature getekend.pdf --covenant utrecht-2026 --trust pkioverheid.pem
    """
    from rso_pades.recording import texts_on_record
    from rso_pades.showing import as_data, print_signatures

    session = of(context)
    language = session.settings().language
    signed = _read(file, trust)
    with session.application() as application, session.projector(application) as projector:
        on_record = texts_on_record(projector, identifier_found(application, covenant, "covenant"), amendment)
    if json_:
        print_json(as_data(signed, on_record, language))
    else:
        print_signatures(signed, on_record, language)
    if not signed.is_sound or any(each.text_among(on_record) is None for each in signed.of_persons):
        raise typer.Exit(3)


@command("sign-digitally", needs=("pyhanko",))
def sign_digitally(
    context: typer.Context,
    file: File,
    covenant: Covenant,
    party: Annotated[str, typer.Option("--party", help="party for which is signed")],
    person: Annotated[str, typer.Option("--person", help="person who signed")],
    signature: Annotated[
        str | None,
        typer.Option("--signature", help="which one: its number, the name in its certificate, or its fingerprint"),
    ] = None,
    amendment: Amendment = None,
    trust: Trust = None,
    ground: Annotated[GroundKind, typer.Option("--ground", help="mandate or college_decision")] = GroundKind.MANDATE,
    document: Annotated[str, typer.Option("--document", help="regulation or decision it rests on")] = "",
    decided_on: Annotated[str | None, typer.Option("--decided-on", help="day of the board decision")] = None,
    reservation: Annotated[str | None, typer.Option("--reservation", help="condition under which is signed")] = None,
    key: Annotated[str | None, typer.Option("--key", help="idempotency key")] = None,
) -> None:
    """Record one digital signature from a signed PDF: its day, the text that was signed, the certificate, and trust.

    Without --trust it is recorded, and shown wherever the signature is, that the certificate was not held against
    trusted roots. Exit code 3 when something is wrong with the signature, or it signs another text.

    Example: rso sign-digitally getekend.pdf --covenant utrecht-2026 --party gm0344 --person p-0001 --signature 2
    """
    from rso_pades.choosing import chosen
    from rso_pades.findings import TEXT_SWAPPED
    from rso_pades.recording import act_of, record, signed_on, texts_on_record, to_be_told

    session = of(context)
    settings = session.settings()
    meant = chosen(_read(file, trust).of_persons, signature)
    with session.application() as application, session.projector(application) as projector:
        covenant = identifier_found(application, covenant, "covenant")
        on_record = texts_on_record(projector, covenant, amendment)
        wrong = list(meant.faults)
        if meant.is_sound and (other := meant.other_text(on_record)) is not None and other.code == TEXT_SWAPPED.code:
            wrong.append(other)
        if wrong:
            why = "; ".join(each.said(settings.language) for each in wrong)
            raise SignatureRefusedError(f"{file}: signature {meant.number} ({meant.signer}) is not recorded: {why}")
        act = act_of(
            meant,
            on_record,
            covenant=covenant,
            party=identifier_found(application, party, "party"),
            person=identifier_found(application, person, "person"),
            ground=ground,
            document=document,
            decided_on=day(decided_on) if decided_on else None,
            amendment=amendment,
            reservation=reservation,
        )
        told = list(to_be_told(application, projector, act, meant))
        outcome = record(application, act, meant, Provenance(actor=settings.actor, source=file.name, key=key))
        projector.catch_up()
    for event in outcome.events:
        by = "time stamp" if meant.stamped else "as the signer says"
        told_of = f"{event.id}  {event.event.event_name}  signed by {meant.signer} on {signed_on(meant)} ({by})"
        out.print(told_of, markup=False, soft_wrap=True)
    for each in told:
        err.print(f"Note: {each.said(settings.language)}", markup=False)


def _read(file: Path, trust: list[Path] | None) -> "SignedPdf":
    from rso_pades.in_time import read_in_time

    return read_in_time(file, trust or (), now=datetime.now(UTC))
