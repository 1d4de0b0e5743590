"""Malformed, huge, locked and looping PDFs: a clear error in time, and never a traceback (S2)."""

import random
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from commands_in_process import rso
from quick import examples
from rso_pades import signed_pdf
from rso_pades.errors import UnreadablePdfError
from rso_pades.in_time import read_in_time
from rso_pades.signed_pdf import SignedPdf, read_signed
from signed_pdfs.attacks import encrypted_otherwise_after, text
from signed_pdfs.certificates_made import NOW
from signed_pdfs.pdfs_made import (
    PLAIN,
    document_stamped,
    encrypted,
    last_table,
    number_of,
    object_of,
    signed,
    stream,
    updated,
    written,
)


def read(pdf: bytes, folder: Path) -> SignedPdf:
    path = folder / "vijandig.pdf"
    path.write_bytes(pdf)
    return read_signed(path, now=NOW)


def _tables_in_a_ring() -> bytes:
    pdf = signed(text())
    return re.sub(rb"/Prev \d+", b"/Prev %d" % last_table(pdf), pdf)


def _field_that_holds_itself() -> bytes:
    pdf = signed(text())
    number = number_of(pdf, rb"/T \(Ondertekening\)")
    return updated(pdf, {number: object_of(pdf, number)[:-2] + b" /Kids [%d 0 R] >>" % number})


def _more_objects_than_there_are() -> bytes:
    pdf = signed(text())
    tail = b"xref\n0 999999999\n0000000000 65535 f \ntrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + tail % len(pdf)


def _nested_deeply() -> bytes:
    return updated(signed(text()), {40: b"<</A " * 50_000 + b"1" + b">>" * 50_000}, trailer=b"/Info 40 0 R")


def _swells() -> bytes:
    """A list of revoked certificates that takes 300 MB once it is unpacked."""
    pdf = signed(text())
    catalog = object_of(pdf, 1)[:-2] + b"/DSS << /CRLs [40 0 R] >> >>"
    return updated(pdf, {1: catalog, 40: stream(zlib.compress(bytes(300_000_000), 9), b"/Filter /FlateDecode")})


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no PDF that can be read"),
    "no PDF": (lambda: b"geen pdf", "no PDF that can be read"),
    "no signature": (text, "carries no signature"),
    "half a file": (lambda: signed(text())[:2000], "no PDF that can be read"),
    "without its head": (lambda: signed(text())[9:], "no PDF that can be read"),
    "tables in a ring": (_tables_in_a_ring, "loop"),
    "a field that holds itself": (_field_that_holds_itself, "Circular"),
    "more objects than there are": (_more_objects_than_there_are, "no PDF that can be read"),
    "something that swells": (_swells, "exceeds the limit"),
    "end marks without end": (lambda: signed(text()) + b"startxref\n1\n%%EOF\n" * 50_000, "no PDF that can be read"),
    "white space without end": (
        lambda: signed(text()) + (b"startxref" + b" " * 1000) * 5_000,
        "no PDF that can be read",
    ),
    "encrypted otherwise later": (encrypted_otherwise_after, "was encrypted otherwise after it was made"),
    "a password to open it": (lambda: encrypted(text(), "open"), "asks for a password to be opened"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_it_is_said_what_is_wrong_in_time(name: str, tmp_path: Path) -> None:
    made, told = UNREADABLE[name]
    pdf = made()
    began = time.monotonic()
    with pytest.raises(UnreadablePdfError, match=told):
        read(pdf, tmp_path)
    assert time.monotonic() - began < 20


NOT_SOUND: dict[str, Callable[[], bytes]] = {
    "pages in a ring": lambda: updated(signed(text()), {2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
    "an object that is itself": lambda: updated(signed(text()), {4: b"4 0 R"}),
    "nested deeply": _nested_deeply,
}


@pytest.mark.parametrize("name", NOT_SOUND)
def test_what_can_be_read_of_it_is_not_sound(name: str, tmp_path: Path) -> None:
    assert not read(NOT_SOUND[name](), tmp_path).is_sound


def _paths_without_end() -> bytes:
    """Forty objects that all refer to each other: more paths through them than anybody can walk."""
    all_of_them = b" ".join(b"%d 0 R" % (100 + each) for each in range(40))
    web = {100 + each: b"<< /A [%s] >>" % all_of_them for each in range(40)}
    catalog = b"<< /Type /Catalog /Pages 2 0 R /X 100 0 R >>"
    return updated(signed(written({**PLAIN, **web, 1: catalog})), {400: b"null"})


@pytest.mark.slow
def test_reading_is_bound_in_time(tmp_path: Path) -> None:
    path = tmp_path / "vijandig.pdf"
    path.write_bytes(_paths_without_end())
    began = time.monotonic()
    with pytest.raises(UnreadablePdfError, match="takes more than 4 seconds to read"):
        read_in_time(path, now=NOW, seconds=4)
    assert time.monotonic() - began < 8


@pytest.mark.slow
def test_reading_is_bound_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "vijandig.pdf"
    path.write_bytes(signed(text()))
    with pytest.raises(UnreadablePdfError, match="asks for too much memory"):
        read_in_time(path, now=NOW, memory=100_000_000)
    assert read_in_time(path, now=NOW).is_sound


@pytest.mark.slow
def test_in_a_process_of_its_own_it_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "getekend.pdf"
    path.write_bytes(document_stamped(signed(text())))
    assert read_in_time(path, now=NOW) == read_signed(path, now=NOW)
    path.write_bytes(b"geen pdf")
    with pytest.raises(UnreadablePdfError, match="no PDF that can be read"):
        read_in_time(path, now=NOW)


def test_a_file_has_a_largest_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pdf = signed(text())
    monkeypatch.setattr(signed_pdf, "LARGEST_FILE", len(pdf))
    assert read(pdf, tmp_path).is_sound
    with pytest.raises(UnreadablePdfError, match="is larger than"):
        read(pdf + b"\n", tmp_path)


def test_a_file_has_a_largest_number_of_revisions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(signed_pdf, "MOST_REVISIONS", 2)
    pdf = signed(text())
    assert read(pdf, tmp_path).is_sound
    with pytest.raises(UnreadablePdfError, match="changed more than 2 times"):
        read(document_stamped(pdf), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check-signature", "sign-digitally"])
def test_the_commands_say_it_and_end_with_code_2(command: str, tmp_path: Path) -> None:
    (tmp_path / "rso.toml").write_text(f'[store]\nurl = "sqlite:///{tmp_path / "rso.db"}"\n', encoding="utf-8")
    (tmp_path / "kapot.pdf").write_bytes(_tables_in_a_ring())
    who = ["--party", "gem-a", "--person", "p-2"] if command == "sign-digitally" else []
    for file, told in (
        ("kapot.pdf", "no PDF that can be read"),
        ("geen.pdf", "cannot be read"),
        (".", "cannot be read"),
    ):
        done = rso(tmp_path, command, file, "--covenant", "conv", *who)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
        assert "Traceback" not in done.stderr


FILES: list[bytes] = []


@pytest.mark.slow
@given(st.integers(0, 2**32))
@settings(max_examples=examples(150), deadline=None)
def test_whatever_is_done_to_the_bytes_it_is_read_or_refused(seed: int) -> None:
    if not FILES:
        second = signed(signed(text()), field="Tweede", box=(10, 10, 110, 40))
        FILES.extend([document_stamped(second), signed(encrypted(text()))])
    chance = random.Random(seed)
    pdf = bytearray(chance.choice(FILES))
    for _ in range(chance.choice([1, 2, 5, 20])):
        at, length = chance.randrange(len(pdf)), chance.randrange(1, 300)
        match chance.randrange(4):
            case 0:
                pdf[at] = chance.randrange(256)
            case 1:
                del pdf[at : at + length]
            case 2:
                pdf[at:at] = chance.choice(
                    [b"<<", b">>", b"[", b"]", b"null", b" 9 0 R", b"%%EOF\n", b"stream\n", b"\x00"]
                )
            case _:
                other = chance.randrange(len(pdf))
                pdf[at : at + length] = pdf[other : other + length]
    with TemporaryDirectory() as folder:
        try:
            found = read(bytes(pdf), Path(folder))
        except UnreadablePdfError:
            return
    for each in found.signatures:
        assert each.is_sound or all(fault.en and fault.nl for fault in each.faults)
