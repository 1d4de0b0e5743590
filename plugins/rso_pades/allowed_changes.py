"""What one revision of a PDF may change of the one before: what signing asks for, and filling in where that is allowed.

The difference analysis is pyHanko's, made for what comes after a signature. Here it also judges what lies between the
text on record and the signature, so the first signature may bring a form where there was none; and it is stricter
where a reader could be shown another text: how fields are shown, content that was referred to before it was there,
actions of fields.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldComparisonSpec,
    FieldMDPRule,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from rso_pades.pdf_values import each_of, raw, value

_OF_A_NEW_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/Q"})
MAY_CHANGE_IN_CATALOG = ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}
"""Parts of the catalog that rules of their own judge, or that show nothing."""
_HOW_FIELDS_ARE_SHOWN = ("/NeedAppearances", "/DR", "/DA", "/Q", "/XFA")
_ACTIONS = ("/A", "/AA")


class ReferredToBeforeError(SuspiciousModification):
    """An object is new, and the document referred to it already: what it would show was left open."""


class FormShownOtherwiseError(SuspiciousModification):
    """It was changed how the fields of the form are shown."""


class _Catalog(CatalogModificationRule):
    """The catalog may get what a certification signature puts there, and nothing else that counts."""

    def __init__(self) -> None:
        super().__init__(ignored_keys=MAY_CHANGE_IN_CATALOG)  # type: ignore[no-untyped-call]

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        yield from super().apply_qualified(old, new)
        permissions = raw(new.root, "/Perms")
        if raw(old.root, "/Perms") is not None:
            if permissions != raw(old.root, "/Perms"):
                raise SuspiciousModification("the permissions of the document were changed")
            return
        if isinstance(permissions, generic.IndirectObject):
            if not old.is_ref_unassignable(permissions.reference):
                raise SuspiciousModification("the permissions of the document reuse an object")
            yield ModificationLevel.LTA_UPDATES, ReferenceUpdate(permissions.reference)
            permissions = permissions.get_object()
        if permissions is not None and set(permissions) != {"/DocMDP"}:
            raise SuspiciousModification("the document got permissions that no certification gives")


class _Form(FormUpdatingRule):
    """The form may be new, with signatures only; of one that was there, it stays as it was how its fields are shown.

    Args:
        field_rules: judge the fields.
        filling_in: whether fields may be filled in, which some writers of PDFs do with fonts of their own.
    """

    def __init__(self, field_rules: list[FieldMDPRule], *, filling_in: bool) -> None:
        super().__init__(field_rules=field_rules, ignored_acroform_keys=_OF_A_NEW_FORM)
        self._steady = ("/NeedAppearances", "/XFA") if filling_in else _HOW_FIELDS_ARE_SHOWN

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        if raw(old.root, "/AcroForm") is not None:
            self._require_shown_alike(old, new)
            yield from super().apply(old, new)
        elif raw(new.root, "/AcroForm") is not None:
            yield from self._new_form(old, new)

    def _require_shown_alike(self, old: HistoricalResolver, new: HistoricalResolver) -> None:
        before, after = value(old.root, "/AcroForm"), value(new.root, "/AcroForm")
        if not _has_other_fields(before):
            return
        changed = {reference.idnum for reference in new.explicit_refs_in_revision()}
        for key in self._steady:
            was, is_now = raw(before, key), raw(after, key)
            if was != is_now or (isinstance(was, generic.IndirectObject) and was.idnum in changed):
                raise FormShownOtherwiseError(f"{key} of the form was changed")

    def _new_form(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        form = value(new.root, "/AcroForm")
        if not isinstance(form, generic.DictionaryObject) or not set(form) <= _OF_A_NEW_FORM:
            raise FormShownOtherwiseError("the form that came with the signature holds more than signatures")
        specs = {}
        for reference in each_of(form, "/Fields"):
            field = reference.get_object()
            is_signature = value(field, "/FT") == "/Sig" and value(field, "/T") is not None
            if not isinstance(reference, generic.IndirectObject) or not is_signature:
                raise FormShownOtherwiseError("fields came with the signature that are no signatures")
            specs[str(value(field, "/T"))] = FieldComparisonSpec(
                field_type="/Sig", old_field_ref=None, new_field_ref=reference.reference, old_canonical_path=None
            )
        for holder, key in ((new.root, "/AcroForm"), (form, "/Fields"), (form, "/DR")):
            reference = raw(holder, key)
            if isinstance(reference, generic.IndirectObject):
                if not old.is_ref_unassignable(reference.reference):
                    raise FormShownOtherwiseError("the form that came with the signature reuses an object")
                yield ModificationLevel.LTA_UPDATES, FormUpdate(reference.reference)
        for reference in new.collect_dependencies(raw(form, "/DR"), since_revision=old.revision + 1):
            yield ModificationLevel.FORM_FILLING, FormUpdate(reference)
        context = FieldComparisonContext(field_specs=specs, old=old, new=new)
        for rule in self.field_rules:
            yield from rule.apply(context)


class _NoActions(FieldMDPRule):
    """A signature field does nothing when it is opened or touched."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        for name, spec in context.field_specs.items():
            field = spec.new_field if spec.old_field_ref is None else None
            if field is not None and any(action in field for action in _ACTIONS):
                raise SuspiciousModification(f"the new field {name} carries out an action")
        return ()


class _Policy(StandardDiffPolicy):
    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        _require_not_referred_to(old, new)
        return super().apply(old, new, field_mdp_spec, doc_mdp)


def _require_not_referred_to(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """Refuse new objects to which the revision before refers already: pyHanko takes them for objects nobody uses."""
    # pyHanko fills this for its own analysis, and keeps it.
    old._load_reverse_xref_cache()
    for reference in new.explicit_refs_in_revision():
        if old.reader.xrefs.get_historical_ref(reference, old.revision) is None and old._get_usages_of_ref(reference):
            raise ReferredToBeforeError(f"object {reference.idnum} was referred to before it was there")


def _has_other_fields(form: Any) -> bool:
    """Whether a form has fields that are no signatures, or that cannot be told apart from them."""
    return any(value(field.get_object(), "/FT") != "/Sig" for field in each_of(form, "/Fields"))


def _policy(*, filling_in: bool) -> _Policy:
    unseen = (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), MetadataUpdateRule())
    fields: list[FieldMDPRule] = [_NoActions(), SigFieldCreationRule(), SigFieldModificationRule()]
    if filling_in:
        fields.append(GenericFieldModificationRule())
    return _Policy(
        global_rules=[_Catalog(), *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in unseen)],
        form_rule=_Form(fields, filling_in=filling_in),
    )


SIGNING = _policy(filling_in=False)
"""Signatures, time stamps, what proves them later, and properties that no page shows."""
FILLING_IN = _policy(filling_in=True)
"""The same, and values of the fields that were there."""
