"""Retention, erasure and the keys of the record (S13, S14)."""

from datetime import date

from rso_core import acts
from rso_core.domain import record_key, retention
from rso_core.domain.record_key import RECORD
from rso_core.use_cases.facts import PARTY, RECORD_KEYS, RETENTION, ROLE, Facts, arguments, records


@records(acts.SetRetention)
def set_retention(facts: Facts, act: acts.SetRetention, today: date) -> None:
    """The cooperation sets a term, for a known role or for everything else."""
    if act.role is not None:
        facts.get(ROLE, act.role)
    event = retention.set_term(**arguments(act, "on"))
    facts.record(RETENTION, act.role or retention.OTHERWISE, event, act.on)


@records(acts.IntroduceRecordKey)
def introduce_key(facts: Facts, act: acts.IntroduceRecordKey, today: date) -> None:
    """The record gets its first or a next key."""
    event = record_key.introduce(facts.find(RECORD_KEYS, RECORD), **arguments(act, "on"))
    facts.record(RECORD_KEYS, RECORD, event, act.on)


@records(acts.RecogniseWitness)
def recognise_witness(facts: Facts, act: acts.RecogniseWitness, today: date) -> None:
    """A known party witnesses checkpoints."""
    facts.get(PARTY, act.party)
    event = record_key.recognise(facts.find(RECORD_KEYS, RECORD), **arguments(act, "on"))
    facts.record(RECORD_KEYS, RECORD, event, act.on)


@records(acts.DismissWitness)
def dismiss_witness(facts: Facts, act: acts.DismissWitness, today: date) -> None:
    """A key of a witness no longer counts."""
    event = record_key.dismiss(facts.find(RECORD_KEYS, RECORD), **arguments(act, "on"))
    facts.record(RECORD_KEYS, RECORD, event, act.on)
