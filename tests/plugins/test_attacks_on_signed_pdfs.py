"""Every published attack on signed PDFs is refused in its own words, and what is no attack is not (S2)."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

pytest.importorskip("pyhanko", reason="the extra 'pades' (pyHanko) is missing")

import hashlib

from pyhanko.sign.fields import MDPPerm

from acts_of_a_region import adopted_text, open_region
from commands_in_process import rso
from rso_pades.findings import Finding
from rso_pades.signed_pdf import SignedPdf, read_signed
from signed_pdfs import attacks
from signed_pdfs.attacks import certified, filled_in, form, locked, prepared, text
from signed_pdfs.certificates_made import NOW, issuing, person, roots_file
from signed_pdfs.pdfs_made import document_stamped, signed, updated, with_evidence, written

Made = Callable[[], bytes]


def read(pdf: bytes, folder: Path, *roots: Path) -> SignedPdf:
    path = folder / "getekend.pdf"
    path.write_bytes(pdf)
    return read_signed(path, roots or [roots_file(folder)], now=NOW)


def sha(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


@attrs.frozen
class Attack:
    """A file of an attacker: the text on record, which signature falls, and in which words."""

    made: Made
    code: str
    text: Made = text
    number: int = 1

    @property
    def name(self) -> str:
        return self.made.__name__


FALLS = [
    Attack(attacks.shadow_hide, "resource_replaced", lambda: written(attacks.HIDING)),
    Attack(attacks.shadow_hide_by_freeing, "objects_removed", lambda: written(attacks.HIDING)),
    Attack(attacks.shadow_replace_font, "resource_replaced"),
    Attack(attacks.shadow_replace_overlay, "field_changed", form),
    Attack(attacks.shadow_hide_and_replace, "document_exchanged", lambda: written(attacks.TWO_DOCUMENTS)),
    Attack(attacks.shadow_hide_and_replace_by_table, "content_replaced", attacks.text_with_hidden_content),
    Attack(attacks.saved_after, "content_replaced"),
    Attack(attacks.saved_after_and_signed_again, "content_replaced"),
    Attack(attacks.saved_after_without_table, "bytes_behind"),
    Attack(attacks.saved_after_with_table_of_before, "bytes_behind"),
    Attack(attacks.passed_over, "revision_passed_over"),
    Attack(attacks.range_missing, "bytes_not_named"),
    Attack(attacks.range_nothing, "bytes_not_named"),
    Attack(attacks.range_negative, "bytes_not_named"),
    Attack(attacks.range_of_words, "bytes_not_named"),
    Attack(attacks.range_of_six, "bytes_not_named"),
    Attack(attacks.range_starts_later, "bytes_left_out"),
    Attack(attacks.range_one_byte_later, "bytes_left_out"),
    Attack(attacks.range_overlaps, "bytes_left_out"),
    Attack(attacks.range_ends_early, "revision_not_covered"),
    Attack(attacks.range_reaches_further, "revision_not_covered"),
    Attack(attacks.range_past_the_end, "bytes_left_out"),
    Attack(attacks.contents_missing, "nothing_signed"),
    Attack(attacks.contents_empty, "nothing_signed"),
    Attack(attacks.wrapped, "bytes_left_out"),
    Attack(attacks.signed_where_nothing_may_change, "no_changes_allowed"),
    Attack(attacks.filled_in_where_nothing_may_change, "not_certified_for", form),
    Attack(attacks.annotated_where_filling_in_is_allowed, "annotation_changed"),
    Attack(attacks.annotated_where_annotating_is_allowed, "annotation_changed"),
    Attack(attacks.visible_field_after_certifying, "visible_field_added"),
    Attack(attacks.signed_over_the_text, "mark_too_large", number=2),
    Attack(attacks.mark_over_the_text, "mark_too_large"),
    Attack(attacks.filled_in_where_locked, "field_locked", form),
    Attack(attacks.filled_in_where_all_is_locked, "field_locked", form),
    Attack(attacks.layers_switched_after, "catalog_changed"),
    Attack(attacks.language_changed_after, "catalog_changed", attacks.text_with_language),
    Attack(attacks.annotated_after, "annotation_changed"),
    Attack(attacks.annotation_changed_after, "annotation_changed", attacks.text_with_note),
    Attack(attacks.fields_shown_anew_after, "form_changed", attacks.form_that_holds_more),
    Attack(attacks.field_added_after, "form_changed", form),
    Attack(attacks.waited_for_after, "referred_to_before", attacks.text_that_waits),
    Attack(attacks.pointed_ahead, "object_elsewhere", attacks.text_that_points_ahead),
    Attack(attacks.pointed_to_the_end, "object_elsewhere", attacks.text_that_points_to_its_end),
    Attack(attacks.signature_replaced, "field_changed"),
    Attack(attacks.signature_shown_twice, "signed_elsewhere", number=2),
    Attack(attacks.byte_changed, "bytes_changed"),
]
SWAPPED = [
    Attack(attacks.swapped_before_signing, "content_replaced"),
    Attack(attacks.page_added_before_signing, "pages_changed"),
    Attack(attacks.layers_switched_before_signing, "catalog_changed"),
    Attack(attacks.filled_in_before_signing, "field_changed", form),
    Attack(attacks.signing_shows_fields_anew, "form_changed", attacks.form_that_holds_more),
    Attack(attacks.waited_for_before_signing, "referred_to_before", attacks.text_that_waits),
    Attack(attacks.form_filled_by_signing, "form_changed"),
    Attack(attacks.signing_that_acts, "changed_otherwise"),
]
"""The text on record stands in the file, and what was signed is another."""


@pytest.mark.parametrize("attack", FALLS, ids=lambda attack: attack.name)
def test_the_signature_falls_in_its_own_words(attack: Attack, tmp_path: Path) -> None:
    found = read(attack.made(), tmp_path)
    assert not found.is_sound
    faults: tuple[Finding, ...] = found.signatures[attack.number - 1].faults
    assert attack.code in {each.code for each in faults}
    assert all(each.nl and each.en and "{" not in each.nl + each.en for each in faults)


@pytest.mark.parametrize("attack", SWAPPED, ids=lambda attack: attack.name)
def test_what_was_signed_is_not_the_text_on_record(attack: Attack, tmp_path: Path) -> None:
    (signature,) = read(attack.made(), tmp_path).signatures
    on_record = {sha(attack.text())}
    assert signature.text_among(on_record) is None
    assert on_record <= set(signature.passed_by), "it stands in the file all the same"
    assert signature.swapped is not None
    assert signature.swapped.code == attack.code
    told = signature.other_text(on_record)
    assert told is not None
    assert told.code == "text_swapped"
    assert signature.swapped.nl in told.nl


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """Folders with a record in which a text is adopted, one per text."""
    made: dict[str, Path] = {}

    def record_with(adopted: bytes) -> Path:
        if sha(adopted) not in made:
            folder = tmp_path_factory.mktemp("dossier")
            url = f"sqlite:///{folder / 'rso.db'}"
            (folder / "rso.toml").write_text(f'[store]\nurl = "{url}"\n[record]\nlanguage = "nl"\n', encoding="utf-8")
            with open_region(url, lambda: datetime.now(UTC)) as application:
                adopted_text(application, sha(adopted))
            made[sha(adopted)] = folder
        return made[sha(adopted)]

    return record_with


OF_EACH_CLASS = {
    *("shadow_hide", "shadow_replace_overlay", "shadow_hide_and_replace", "saved_after", "wrapped", "range_ends_early"),
    *("signed_where_nothing_may_change", "filled_in_where_locked", "annotated_after", "swapped_before_signing"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "attack", [each for each in [*FALLS, *SWAPPED] if each.name in OF_EACH_CLASS], ids=lambda attack: attack.name
)
def test_both_commands_refuse_it(attack: Attack, records: Callable[[bytes], Path], tmp_path: Path) -> None:
    folder, file = records(attack.text()), tmp_path / "getekend.pdf"
    pdf = attack.made()
    file.write_bytes(pdf)
    checked = rso(folder, "check-signature", str(file), "--covenant", "conv")
    assert (checked.returncode, checked.stderr) == (3, "")
    assert "Traceback" not in checked.stdout
    meant = ["--party", "gem-a", "--person", "p-2", "--signature", str(attack.number)]
    recorded = rso(folder, "sign-digitally", str(file), "--covenant", "conv", *meant)
    assert recorded.returncode == 3
    assert "is not recorded" in recorded.stderr
    found = read(pdf, tmp_path).signatures[attack.number - 1]
    swapped = found.swapped if attack in SWAPPED else None
    words = [swapped] if swapped is not None else [each for each in found.faults if each.code == attack.code]
    for said in words:
        assert said.nl in checked.stdout
        assert said.nl in recorded.stderr


SOUND: dict[str, tuple[Made, Made]] = {
    "a signature": (lambda: signed(text()), text),
    "a second one": (
        lambda: signed(signed(text()), person("Q. Voorbeeld"), field="Tweede", box=(10, 10, 110, 40)),
        text,
    ),
    "in a field of the text": (
        lambda: signed(prepared(text(), "Ondertekening", (10, 10, 110, 40))),
        lambda: prepared(text(), "Ondertekening", (10, 10, 110, 40)),
    ),
    "a time stamp of the document": (lambda: document_stamped(signed(text())), text),
    "evidence": (lambda: with_evidence(signed(text()), certificates=[issuing().asn1]), text),
    "kept for long": (
        lambda: document_stamped(
            with_evidence(document_stamped(signed(text())), certificates=[issuing().asn1, person().asn1])
        ),
        text,
    ),
    "a certification with nothing after it": (lambda: certified(text(), MDPPerm.NO_CHANGES), text),
    "a certification that is kept for long": (
        lambda: document_stamped(with_evidence(certified(text(), MDPPerm.NO_CHANGES), certificates=[issuing().asn1])),
        text,
    ),
    "signed in a field that was there, after a certification": (
        lambda: signed(
            certified(prepared(text(), "Tweede", (10, 10, 110, 40)), MDPPerm.FILL_FORMS),
            person("Q. Voorbeeld"),
            field="Tweede",
        ),
        lambda: prepared(text(), "Tweede", (10, 10, 110, 40)),
    ),
    "a form that is not touched": (lambda: signed(signed(form()), person("Q. Voorbeeld"), field="Tweede"), form),
    "filled in where that is allowed": (lambda: filled_in(certified(form(), MDPPerm.FILL_FORMS), b"200"), form),
    "another field is locked": (lambda: filled_in(locked(form(), "iets anders"), b"200"), form),
    "properties": (lambda: updated(signed(text()), {40: b"<< /Title (Convenant) >>"}, trailer=b"/Info 40 0 R"), text),
    "a text in which something refers to nothing": (lambda: signed(attacks.text_that_waits()), attacks.text_that_waits),
    "white space behind it": (lambda: signed(text()) + b"\r\n\x00\n", text),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_no_attack_is_sound(name: str, tmp_path: Path) -> None:
    made, on_record = SOUND[name]
    found = read(made(), tmp_path)
    assert [each.faults for each in found.signatures] == [()] * len(found.signatures)
    for each in found.of_persons:
        assert each.text_among({sha(on_record())}) is not None, each.field


def test_of_the_catalog_only_what_was_changed_is_told(tmp_path: Path) -> None:
    (signature,) = read(attacks.layers_switched_after(), tmp_path).signatures
    assert "het hele document geldt: /OCProperties, /OpenAction" in "".join(f"{each.nl}." for each in signature.faults)


def test_what_was_filled_in_is_told(tmp_path: Path) -> None:
    (signature,) = read(filled_in(certified(form(), MDPPerm.FILL_FORMS), b"200"), tmp_path).signatures
    assert [each.code for each in signature.remarks] == ["filled_in_after"]
    assert "bedrag" in signature.remarks[0].nl


@pytest.mark.parametrize(("height", "sound"), [(75, True), (78, False)])
def test_a_mark_over_more_than_a_quarter_of_a_page_is_too_large(height: int, sound: bool, tmp_path: Path) -> None:
    (signature,) = read(signed(text(), box=(0, 0, 400, height)), tmp_path).signatures
    assert signature.is_sound is sound
    found = signature.remarks if sound else signature.faults
    assert [each.code for each in found] == ["visible_mark" if sound else "mark_too_large"]
    assert f"{25 if sound else 26} %" in found[0].nl


@pytest.mark.parametrize("space", [b"", b"\n", b"\r\n", b"\n\n", b" " * 16])
def test_the_text_on_record_may_end_in_white_space(space: bytes, tmp_path: Path) -> None:
    on_record = text().rstrip() + space
    (signature,) = read(signed(on_record), tmp_path).signatures
    assert signature.text_among({sha(on_record)}) is not None


def test_a_text_that_was_signed_before_it_was_put_on_record_is_the_same(tmp_path: Path) -> None:
    whole = document_stamped(signed(signed(text()), person("Q. Voorbeeld"), field="Tweede"))
    for each in read(whole, tmp_path).of_persons:
        assert each.text_among({sha(whole)}) is not None
