"""Addresses of mail: checked and written in one way, without asking any server."""

from rso_core.domain.refusal import FieldName, Rule
from rso_core.domain.text_rule import visible

PERSON_MAIL_ADDRESS = Rule(
    id="person.mail_address",
    source="S14",
    en="An address of mail is one to which mail can be sent.",
    nl="Een mailadres is een adres waar post heen kan.",
    remedy_en=(
        "Write it like a.voorbeeld@gemeente.example: one @, before it no spaces and no name of a person, after it a "
        "domain with a dot that exists outside this building (not localhost or .local)."
    ),
    remedy_nl=(
        "Schrijf het zoals a.voorbeeld@gemeente.example: één @, daarvoor geen spaties en geen naam van een persoon, "
        "daarachter een domein met een punt dat ook buiten het gebouw bestaat (niet localhost of .local)."
    ),
)


def require_mail_address(address: str, field: str) -> str:
    """An address as it is recorded: composed, its domain in small letters and in its own script, no space around it.

    Raises:
        Refused: PERSON_MAIL_ADDRESS.
    """
    # Loaded when the first address comes in: it takes longer than most commands.
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    try:
        return validate_email(address.strip(), check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise PERSON_MAIL_ADDRESS.refused(field=FieldName(field), address=visible(address)) from None
