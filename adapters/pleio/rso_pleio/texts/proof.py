"""The newest checkpoint of the record as a page, so that each party can keep one and check later that nothing was altered."""

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.note import Note
from rso_pleio.documents import Part, doc, hard_break, heading, ordered_list, paragraph
from rso_pleio.model import DesiredItem
from rso_pleio.texts.words import number

TITLE = "Controlepunt van het dossier"
KEY = "proof-checkpoint"


def checkpoint_page(note: Note) -> DesiredItem:
    """A page that shows a checkpoint and says what a reader can do with it.

    Raises:
        NoteError: the note is no checkpoint.
    """
    checkpoint = Checkpoint.parse(note.text)
    told = (
        f"Alles wat in deze samenwerking is vastgelegd, {number(checkpoint.size)} gebeurtenissen, is samengevat in de regels "
        "hieronder. Wie ze bewaart, kan later nagaan dat daarvan niets is veranderd, weggelaten of verschoven."
    )
    text = doc(
        paragraph(told),
        heading("Het controlepunt"),
        paragraph(*_lines(note.text.splitlines())),
        paragraph(*_lines([signature.line for signature in note.signatures])),
        heading("Zelf bewaren en nagaan"),
        ordered_list(
            "Selecteer de regels van het controlepunt en plak ze in een tekstbestand, bijvoorbeeld controlepunt.txt.",
            "Bewaar dat bestand bij uw eigen organisatie.",
            "Vraag later het secretariaat om het dossier ermee te vergelijken: rso audit verify --checkpoint controlepunt.txt",
        ),
    )
    return DesiredItem(key=KEY, kind="wiki", title=TITLE, text=text)


def _lines(lines: list[str]) -> list[Part]:
    parts: list[Part] = []
    for line in lines:
        parts += [hard_break(), line] if parts else [line]
    return parts
