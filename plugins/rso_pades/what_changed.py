"""Which change a revision of a PDF brought, in words: where it is used in the revision before says what it shows."""

from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import SuspiciousModification

from rso_pades.allowed_changes import MAY_CHANGE_IN_CATALOG, FormShownOtherwiseError, ReferredToBeforeError
from rso_pades.findings import (
    ANNOTATION_CHANGED,
    CATALOG_CHANGED,
    CHANGED_OTHERWISE,
    CONTENT_REPLACED,
    DOCUMENT_EXCHANGED,
    FIELD_CHANGED,
    FORM_CHANGED,
    OBJECTS_REMOVED,
    PAGES_CHANGED,
    REFERRED_TO_BEFORE,
    RESOURCE_REPLACED,
    Finding,
    Words,
)
from rso_pades.pages import pages_of
from rso_pades.pdf_values import each_of, raw, references_in, value

_OF_KIND: tuple[tuple[type[SuspiciousModification], Words], ...] = (
    (ReferredToBeforeError, REFERRED_TO_BEFORE),
    (FormShownOtherwiseError, FORM_CHANGED),
)


def change_told(old: HistoricalResolver, new: HistoricalResolver, refused: SuspiciousModification) -> Finding:
    """What a revision changed that it should not, in words.

    Args:
        old, new: the revision before, and the one that brought the change.
        refused: what the difference analysis says of it.
    """
    revision = new.revision + 1
    for kind, words in _OF_KIND:
        if isinstance(refused, kind):
            return words(revision=revision)
    if new.refs_freed_in_revision():
        return OBJECTS_REMOVED(revision=revision)
    pages_before, pages_after = list(pages_of(old)), list(pages_of(new))
    if old.root_ref != new.root_ref and pages_before != pages_after:
        return DOCUMENT_EXCHANGED(revision=revision)
    if pages_before != pages_after:
        return PAGES_CHANGED(revision=revision)
    fields_before, fields_after = _fields(old), _fields(new)
    changed, of_form = new.explicit_refs_in_revision(), set(fields_before.values())
    for number, page in enumerate(pages_before, 1):
        found = _of_page(old(page), new(page), changed, new, of_form)
        if found is not None:
            return found(revision=revision, page=number)
    if (field := _field_changed(fields_before, fields_after, new)) is not None:
        return FIELD_CHANGED(revision=revision, field=field.partition("#")[0])
    if any(value(new(fields_after[name]), "/FT") != "/Sig" for name in fields_after.keys() - fields_before.keys()):
        return FORM_CHANGED(revision=revision)
    if keys := _of_the_catalog(old.root, new.root):
        return CATALOG_CHANGED(revision=revision, keys=", ".join(keys))
    return CHANGED_OTHERWISE(revision=revision, why=str(refused).partition("\n")[0])


def _of_the_catalog(before: Any, after: Any) -> list[str]:
    """What the catalog says otherwise: actions, layers that are shown or not, files that are attached, and so on."""
    keys = {*before, *after} - MAY_CHANGE_IN_CATALOG
    return sorted(key for key in keys if raw(before, key) != raw(after, key))


def _of_page(
    before: Any, after: Any, changed: set[generic.Reference], new: HistoricalResolver, fields: set[generic.Reference]
) -> Words | None:
    """What of a page changed: its content, what the content uses, or what lies upon it and is no field of before."""
    for key, words in (("/Contents", CONTENT_REPLACED), ("/Resources", RESOURCE_REPLACED)):
        was, is_now = raw(before, key), raw(after, key)
        if was != is_now or _reached(is_now, new) & changed:
            return words
    if any(raw(before, key) != raw(after, key) for key in {*before, *after} - {"/Annots", "/Parent"}):
        return CONTENT_REPLACED
    upon_before, upon_after = references_in(before, "/Annots"), references_in(after, "/Annots")
    signing = {each for each in upon_after - upon_before if value(new(each), "/FT") == "/Sig"}
    others = (upon_before & upon_after) - fields
    if upon_before - upon_after or upon_after - upon_before - signing or others & changed:
        return ANNOTATION_CHANGED
    return None


def _field_changed(before: Mapping[str, Any], after: Mapping[str, Any], new: HistoricalResolver) -> str | None:
    """The name of a field whose value or look a revision changed; None where there is none."""
    changed = new.explicit_refs_in_revision()
    for name, field in before.items():
        look = _reached(raw(new(after[name]), "/AP"), new) if name in after else set()
        if name not in after or field in changed or look & changed:
            return name
    return None


def _fields(view: HistoricalResolver) -> dict[str, generic.Reference]:
    """The fields of the form and the parts of which they are made, by full name."""
    found: dict[str, generic.Reference] = {}
    waiting = [("", each) for each in each_of(value(view.root, "/AcroForm"), "/Fields")]
    seen = set()
    while waiting:
        parent, reference = waiting.pop()
        if not isinstance(reference, generic.IndirectObject) or reference.reference in seen:
            continue
        seen.add(reference.reference)
        field = view(reference.reference)
        name = ".".join(filter(None, (parent, str(value(field, "/T") or ""))))
        found[name if raw(field, "/T") is not None else f"{name}#{len(found)}"] = reference.reference
        waiting += [(name, kid) for kid in each_of(field, "/Kids")]
    return found


def _reached(value: Any, new: HistoricalResolver) -> set[generic.Reference]:
    return set() if value is None else new.collect_dependencies(value)
