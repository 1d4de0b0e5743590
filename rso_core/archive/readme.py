"""LEESMIJ.md: what tells an archivist in twenty years what lies here and how to check it, without this software."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from rso_core.archive.contents import Contents
from rso_core.archive.documents import CopiedDocument
from rso_core.archive.pages import counted
from rso_core.archive.registers import NamedRegister, untold_in
from rso_core.dutch.days import in_words
from rso_core.html_page import legible
from rso_core.time_zone import AMSTERDAM


@attrs.frozen(kw_only=True)
class Told:
    """What the text tells.

    Attributes:
        title: of the archive.
        creators: the organisations that made the record.
        made_at: when the archive was made (aware).
        software: name and version of the program that made it.
        size, root: number of events, and the hash over all of them (hexadecimal).
        signed: whether a signed checkpoint goes with it.
        signed_whole: whether all that is in it is signed.
        sealed: whether the names of persons in the events are encrypted.
        keys: number of keys of persons that go with it; None when they were left out.
        registers, failed: the registers; and what those that could not be made said.
        documents: those that the record names.
    """

    title: str
    creators: tuple[str, ...]
    made_at: datetime
    software: str
    size: int
    root: str
    contents: Contents
    signed: bool
    signed_whole: bool
    sealed: bool
    keys: int | None
    registers: Sequence[NamedRegister]
    failed: Sequence[str]
    documents: Sequence[CopiedDocument]

    def not_told(self) -> list[str]:
        """What could not be told: registers that could not be made, then rows of those that could; a line each."""
        return [*self.failed, *untold_in(self.registers)]


def readme(told: Told) -> str:
    """The text (Markdown, Dutch)."""
    parts = (_what(told), _where(told), _persons(told), _documents(told), _checking(told), _rebuilding(told))
    return "\n\n".join(parts) + "\n"


def _what(told: Told) -> str:
    local = told.made_at.astimezone(AMSTERDAM)
    contents = told.contents
    return (
        f"# {told.title}\n\n"
        "Dit pakket is het volledige dossier van een regionale samenwerking: alles wat over haar convenant, partijen, overleggen, "
        "rollen, vergaderingen, besluiten, signalen en projecten is vastgelegd, in open formaten.\n\n"
        f"- Gemaakt op {in_words(local.date())} om {local:%H.%M} uur (Nederlandse tijd) door {told.software}.\n"
        f"- Archiefvormer: {'; '.join(told.creators)}.\n"
        f"- {counted(told.size, 'gebeurtenis', 'gebeurtenissen')}, vastgelegd van "
        f"{in_words(contents.first_recorded.astimezone(AMSTERDAM).date())} tot en met "
        f"{in_words(contents.last_recorded.astimezone(AMSTERDAM).date())}; zij gelden vanaf dagen tussen "
        f"{in_words(contents.first_day)} en {in_words(contents.last_day)}.\n"
        f"- Hash over alle gebeurtenissen samen: `{told.root}`."
    )


def _where(told: Told) -> str:
    failed = "".join(f"\n\nNiet gemaakt, omdat het programma erop vastliep: {legible(said)}." for said in told.failed)
    failed += "".join(
        f"\n\nNiet te vertellen, en in het register zo gemerkt: {legible(said)}." for said in untold_in(told.registers)
    )
    return (
        "## Wat ligt waar\n\n"
        "| plaats | inhoud |\n| --- | --- |\n"
        "| `data/events.jsonl` | alle gebeurtenissen in de volgorde van vastlegging, één per regel (JSON, UTF-8). Dit is de bron; "
        "al het andere is eruit afgeleid. `state` is wat er is vastgelegd, letterlijk: wie, wanneer, op grond waarvan (`meta`) en "
        "wat (`data`). |\n"
        "| `data/schemas/` | JSON-schema's: hoe een regel eruitziet (`line`), en wat er in `state` staat bij elke soort gebeurtenis (`states`) |\n"
        f"| `data/registers/` | {counted(len(told.registers), 'register', 'registers')} zoals die bij de export waren. Begin bij "
        "`index.html`. Elk register is er als pagina (`.html`, te lezen en af te drukken) en als tabel (`.csv`: UTF-8 met "
        "BOM, puntkomma's, aanhalingstekens volgens RFC 4180; `.csv-metadata.json` noemt volgens CSV on the Web van elke kolom de "
        "sleutel, en of een apostrof voor een tekst staat die een rekenblad anders als formule zou uitvoeren) |\n"
        "| `data/documents/` | stukken waarvan de registratie de SHA-256 noemt; `documenten.csv` noemt ze alle |\n"
        "| `data/proof/` | bewijs: de hash over alle gebeurtenissen"
        + (", het ondertekende controlepunt, de publieke sleutel" if told.signed else "")
        + " en programma's om het na te rekenen |\n"
        + ("| `data/persons/` | de sleutels van personen (zie hieronder) |\n" if told.keys is not None else "")
        + "| `mdto/` | metagegevens volgens MDTO 1.0.1 van het Nationaal Archief: van het geheel, van elk deel en van elk bestand |\n"
        "| `manifest-sha256.txt`, `tagmanifest-sha256.txt`, `bagit.txt`, `bag-info.txt` | BagIt: de SHA-256 van elk bestand |"
        + failed
    )


def _persons(told: Told) -> str:
    if not told.sealed:
        events = (
            "In `data/events.jsonl` staan namen en adressen van personen leesbaar: deze gebeurtenissen zijn vastgelegd voordat "
            "de registratie ze versleutelde."
        )
    elif told.keys is None:
        events = (
            "In `data/events.jsonl` staan namen en adressen van personen versleuteld, elk met een eigen sleutel. De sleutels liggen "
            "NIET in dit pakket: zonder de sleutels van elders zijn de namen in de gebeurtenissen niet te lezen."
        )
    else:
        events = (
            "In `data/events.jsonl` staan namen en adressen van personen versleuteld, elk met een eigen sleutel. De sleutels liggen "
            f"WEL in dit pakket ({counted(told.keys, 'sleutel', 'sleutels')}, `data/persons/keys.json`): wie dit pakket heeft, kan elke "
            "naam lezen. Een persoon die later wordt gewist, blijft leesbaar in dit pakket zolang deze sleutels ernaast liggen."
        )
    return (
        f"## Persoonsgegevens (AVG)\n\n{events}\n\n"
        "De registers in `data/registers/` noemen personen bij naam en adres zoals die bij de export bekend waren; wie toen gewist was, staat "
        "er niet meer met naam in. Stukken in `data/documents/` kunnen namen en handtekeningen bevatten."
    )


def _documents(told: Told) -> str:
    missing = [each.document for each in told.documents if each.file is None]
    there = len(told.documents) - len(missing)
    text = (
        "## Stukken\n\n"
        f"De registratie noemt {counted(len(told.documents), 'stuk', 'stukken')} bij de hash; {there} daarvan "
        f"{'ligt' if there == 1 else 'liggen'} in `data/documents/`."
    )
    if missing:
        lines = "\n".join(f"- {document.name} (SHA-256 `{document.sha256}`)" for document in missing)
        text += f" Deze waren bij de export niet voorhanden:\n\n{lines}"
    return text


def _checking(told: Told) -> str:
    signed = (
        "Het controlepunt `data/proof/checkpoint.txt` noemt op de tweede en derde regel aantal en hash (base64), en is ondertekend "
        "(Ed25519). De handtekening is na te rekenen, met Python en het pakket `cryptography`:\n\n"
        "```\npython3 data/proof/check_proof.py data/proof/first-event.json --checkpoint data/proof/checkpoint.txt --key SLEUTEL\n"
        "```\n\n"
        "SLEUTEL is de publieke sleutel van de registratie. Die staat in `data/proof/log-key.txt` (bij meer sleutels na elkaar is de "
        "laatste de jongste), maar neem liever de sleutel, of het controlepunt, zoals een van de partijen die destijds heeft bewaard: "
        "dan blijkt dat ook wie dit pakket maakte er niets aan veranderd heeft."
        if told.signed
        else "Er gaat geen ondertekend controlepunt mee. Vergelijk de hash hierboven met wat een van de partijen er destijds van heeft "
        "bewaard; zonder zo'n vergelijking blijkt alleen dat het pakket in zichzelf klopt."
    )
    whole = (
        "Onder het geheel staat een handtekening: `tagmanifest-sha256.note` noemt de SHA-256 van `tagmanifest-sha256.txt`, en die lijst "
        "noemt die van elk ander bestand. Zo is ook van registers, stukken en metagegevens na te gaan dat er niets aan veranderd is; "
        "`check_archive.py` rekent haar na waar het pakket `cryptography` er is, met de sleutel die u zelf kent: `--key SLEUTEL`.\n\n"
        if told.signed_whole
        else ""
    )
    return (
        "## Controleren zonder de software van toen\n\n"
        "Met `sha256sum`, dat bij vrijwel elk systeem hoort, vanuit deze map:\n\n"
        "```\nsha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt\n```\n\n"
        "Elk BagIt-programma kan hetzelfde. Met alleen Python, ook de volgorde en de hash over alle gebeurtenissen:\n\n"
        "```\npython3 data/proof/check_archive.py\n```\n\n"
        "Zelf narekenen kan ook. De hash van een gebeurtenis (`leaf`) is SHA-256 over: een byte 0; de JSON-lijst "
        '`["stream",version,"topic"]` zonder spaties; een regeleinde; de bytes van `state` (of van `state_base64`, ontcijferd). De '
        "hash over alle gebeurtenissen is die van RFC 9162, paragraaf 2.1.1: telkens SHA-256 over een byte 1 en twee hashes naast "
        f"elkaar.\n\n{whole}{signed}"
    )


def _rebuilding(told: Told) -> str:
    return (
        "## Weer in gebruik nemen\n\n"
        "Met de software van toen: `rso archive verify MAP` controleert alles, ook de metagegevens en of de registers uit de gebeurtenissen volgen; `rso archive import MAP` zet de "
        f"{counted(told.size, 'gebeurtenis', 'gebeurtenissen')} in een lege registratie, met dezelfde hash."
    )
