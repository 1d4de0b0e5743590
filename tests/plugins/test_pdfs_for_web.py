"""A text on record that was written for the web, as most programs do: two tables, and one revision (S2)."""

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

from rso_pades.signed_pdf import read_signed
from signed_pdfs.attacks import form, text
from signed_pdfs.certificates_made import NOW, person, roots_file
from signed_pdfs.pdfs_for_web import for_web
from signed_pdfs.pdfs_made import OTHER_TEXT, encrypted, shows, signed, updated

TEXTS = {
    "plain": for_web(text()),
    "a document in both tables": for_web(text(), root_in_both=True),
    "a form": for_web(form()),
    "a password of an owner": for_web(encrypted(text())),
    "a password of an owner, as of old": for_web(encrypted(text(), secure=False)),
}


def sha(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


@pytest.mark.parametrize("on_record", TEXTS.values(), ids=TEXTS)
def test_it_is_signed_by_two(on_record: bytes, tmp_path: Path) -> None:
    path = tmp_path / "getekend.pdf"
    path.write_bytes(signed(signed(on_record), person("Q. Voorbeeld"), field="Tweede"))
    found = read_signed(path, [roots_file(tmp_path)], now=NOW)
    assert [each.faults for each in found.signatures] == [(), ()]
    assert all(each.text_among([sha(on_record)]) for each in found.signatures)


@pytest.mark.parametrize("root_in_both", [False, True])
def test_another_text_before_it_was_signed_is_told(root_in_both: bool, tmp_path: Path) -> None:
    on_record = for_web(text(), root_in_both=root_in_both)
    path = tmp_path / "getekend.pdf"
    path.write_bytes(signed(updated(on_record, {4: shows(OTHER_TEXT)})))
    (signature,) = read_signed(path, [roots_file(tmp_path)], now=NOW).signatures
    assert signature.text_among([sha(on_record)]) is None
    other = signature.other_text([sha(on_record)])
    assert other is not None
    assert other.code == "text_swapped"
    assert signature.swapped is not None
    assert signature.swapped.code == "content_replaced"


def test_the_first_part_alone_is_no_text(tmp_path: Path) -> None:
    """The end mark of the first part stands in the middle of the file; what hashes to there was never a document."""
    on_record = for_web(text())
    path = tmp_path / "getekend.pdf"
    path.write_bytes(signed(on_record))
    (signature,) = read_signed(path, now=NOW).signatures
    part = on_record[: on_record.index(b"%%EOF") + len(b"%%EOF")]
    assert sha(part) not in {*signature.texts, *signature.passed_by}
