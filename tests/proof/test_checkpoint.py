"""Checkpoints: the published example, one spelling only, and finding one in what a person copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.sample_log import LOG_KEY, WITNESS_KEY, SampleLog, sample_events
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_extraction import MAX_COPIED, find_note, find_notes
from rso_core.proof.errors import NoteError
from rso_core.proof.merkle import EMPTY_ROOT
from rso_core.proof.note import SigningKey

# The example of https://c2sp.org/tlog-checkpoint; the specification gives no key that would verify its signature.
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = bytes(range(32))
LOG = SampleLog.of(sample_events(9))
NOTE = LOG.cosigned(9)
TEXT = NOTE.render()


def test_the_example_of_the_specification_is_read_and_written() -> None:
    checkpoint = Checkpoint.parse(SOFA)
    assert (checkpoint.origin, checkpoint.size, checkpoint.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert checkpoint.root.hex().startswith("0ac5186a9186")
    assert checkpoint.text == SOFA
    assert str(checkpoint) == "example.com/behind-the-sofa @ 20852163 (CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=)"


@pytest.mark.parametrize(
    "text",
    [
        SOFA[:-1],
        SOFA.replace("20852163", "020852163"),
        SOFA.replace("20852163", "+20852163"),
        SOFA.replace("20852163", "20_852_163"),
        SOFA.replace("20852163", "２０８"),
        SOFA.replace("20852163", "-1"),
        SOFA.replace("20852163", ""),
        SOFA.replace("20852163", str(2**63)),
        SOFA.replace("20852163", "9" * 5000),
        SOFA.replace("20852163", "0"),
        SOFA.replace("q2I=", "q2J="),
        SOFA.replace("q2I=", "q2I"),
        SOFA.replace("CsUY", ""),
        SOFA.replace("CsUY", "-_UY"),
        "\n" + SOFA.split("\n", 1)[1],
        SOFA.split("\n", 1)[1],
        SOFA + "\n",
        SOFA + "one\n\nthree\n",
        SOFA + "x\n" * 17,
        SOFA + "x" * 2000 + "\n",
        SOFA.replace("\n", "\r\n"),
        "\ud800" + SOFA,
        "",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_a_log_without_events_has_one_root() -> None:
    assert Checkpoint.parse(Checkpoint("log.example", 0, EMPTY_ROOT).text).size == 0
    with pytest.raises(NoteError, match="root of the empty tree"):
        Checkpoint("log.example", 0, ROOT)


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(LINE, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINE, max_size=4))
def test_every_checkpoint_is_read_as_it_was_written(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert Checkpoint.parse(checkpoint.text) == checkpoint


def test_only_the_key_of_the_log_signs_for_it() -> None:
    note = signed(Checkpoint("log.example", 5, ROOT), SigningKey("log.example", bytes(32)))
    assert Checkpoint.parse(note.text) == Checkpoint("log.example", 5, ROOT)
    with pytest.raises(NoteError, match="their names differ"):
        signed(Checkpoint("log.example", 5, ROOT), SigningKey("other.example", bytes(32)))


@pytest.mark.parametrize(
    "copied",
    [
        TEXT,
        TEXT[:-1],
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\n\n  \t" + TEXT + "  \n\n",
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("\n", "\n\n"),
        "\n".join(f"   {line}  " for line in TEXT.split("\n")),
        "\n".join(f"> {line}" for line in TEXT.split("\n")),
        "\ufeff" + TEXT.replace("verslag", "ver\u200bslag\u00ad"),
        "Laatste stand van 20 november:\n" + TEXT + "Bewaar deze tekst goed.\n— het secretariaat\n",
        "Stand: " + TEXT,
        TEXT.replace("— ", "– "),
        TEXT.replace("— ", "-- "),
        TEXT.replace("regio ", "regio\n").replace("gemeente ", "gemeente\n"),
        "\n".join(line[at : at + 60] for line in TEXT.split("\n") for at in range(0, max(len(line), 1), 60)),
        TEXT + "Nog een keer:\n" + TEXT,
        "Op de agenda\n3\nvan de stuurgroep\n" + TEXT,
    ],
)
def test_a_checkpoint_is_found_in_what_a_person_copied(copied: str) -> None:
    found = find_note(copied)
    assert found == NOTE
    assert len(found.verified_by([LOG_KEY.verifier_key, WITNESS_KEY.verifier_key])) == 2


def test_extension_lines_are_kept() -> None:
    checkpoint = Checkpoint("log.example", 5, ROOT, ("een regel erbij", "en nog een"))
    note = signed(checkpoint, SigningKey("log.example", bytes(32)))
    assert find_note("Zie:\n " + note.render().replace("\n", "\n ")) == note


def test_none_and_several_are_told() -> None:
    with pytest.raises(NoteError, match="no signed checkpoint in this text; copy from the line"):
        find_note("Beste allen,\n\n12\n\ngroet")
    with pytest.raises(NoteError, match="no signed checkpoint"):
        find_note(TEXT.split("—", maxsplit=1)[0])
    several = f"Nieuw:\n{TEXT}\nOud:\n{LOG.checkpoint(4).render()}"
    with pytest.raises(NoteError, match=r"2 signed checkpoints in this text \(of 9, 4 events\)"):
        find_note(several)
    assert find_notes(several) == (NOTE, LOG.checkpoint(4))
    with pytest.raises(NoteError, match="copy less"):
        find_note("x" * (MAX_COPIED + 1))


@given(st.text(max_size=300))
def test_any_text_is_searched_without_a_crash(text: str) -> None:
    assert find_notes(text) == ()
    assert find_notes(text + "\n" + TEXT + "\n" + text) in ((NOTE,), ())
