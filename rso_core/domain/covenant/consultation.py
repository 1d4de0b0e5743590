"""Consultation on a draft: parties are asked, answer, and the round is closed (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Remark, Text
from rso_core.domain.covenant.state import Answer, Consultation, Covenant
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import ConsultationId, CovenantId, PartyId, VersionId
from rso_core.domain.refusal import FieldName, Rule
from rso_core.domain.values import RECORD_TEXT_GIVEN, period, require_happened, require_new_part, require_text
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, labelled, quoted

CONSULTATION_ASKED = Rule(
    id="consultation.asked",
    source="S1",
    en="In a consultation round each party that was asked answers once, while the round is open.",
    nl="In een consultatieronde antwoordt elke gevraagde partij één keer, zolang de ronde openstaat.",
    remedy_en="Name a party that was asked and has not answered, or open another round.",
    remedy_nl="Noem een partij die is gevraagd en niet heeft geantwoord, of open een nieuwe ronde.",
)


@event("covenant.consultation_opened")
class ConsultationOpened(Event):
    """Parties are asked for their answer on a version, up to and including ``closes_on``."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    version: VersionId | None
    asked: tuple[PartyId, ...]
    question: str
    opened_on: date
    closes_on: date | None

    def apply(self, state: Covenant) -> Covenant:
        """One round more."""
        return state.with_consultation(Consultation(id=self.consultation, asked=self.asked, opened_on=self.opened_on))

    def sentence(self, names: NameIndex) -> str:
        """A round of consultation."""
        version = f"over versie {quoted(self.version)} van " if self.version else "over "
        until = f", tot en met {in_words(self.closes_on)}" if self.closes_on else ""
        return in_sentences(
            f"een consultatie begon {version}{names.covenant(self.covenant)}{until}",
            labelled("gevraagd werd", self.question),
            f"Aan {names.parties(self.asked)} werd om antwoord gevraagd" if self.asked else "",
        )


@act("open-consultation", source="S1", known_ahead=True)
class OpenConsultation(Act):
    """Ask parties for their answer on a version of the covenant."""

    covenant: CovenantId = field("identifier of the covenant")
    consultation: ConsultationId = field("identifier of the round")
    asked: tuple[PartyId, ...] = field("parties that are asked")
    on: date = effective("day on which the round opens")
    question: Remark = field("what is asked", default="")
    version: VersionId | None = field("version that is asked about", default=None)
    closes_on: date | None = field("last day for an answer", default=None)

    def decide(self, covenant: Covenant) -> ConsultationOpened:
        """Somebody is asked, about a draft."""
        covenant.require_draft(self.on)
        RECORD_TEXT_GIVEN.unless(bool(self.asked), missing=FieldName("asked"))
        period(self.on, self.closes_on)
        require_new_part(self.consultation, covenant.consultations, "consultation")
        if self.version is not None:
            covenant.version(self.version)
        return ConsultationOpened(
            covenant=self.covenant,
            consultation=self.consultation,
            version=self.version,
            asked=tuple(dict.fromkeys(self.asked)),
            question=self.question,
            opened_on=self.on,
            closes_on=self.closes_on,
        )


_ANSWERS = {
    Answer.IN_FAVOUR: "ging akkoord",
    Answer.WITH_REMARKS: "ging akkoord, met opmerkingen",
    Answer.OBJECTS: "maakte bezwaar",
}


@event("covenant.consultation_answered")
class ConsultationAnswered(Event):
    """A party answered."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    party: PartyId
    answer: Answer
    text: str
    answered_on: date

    def apply(self, state: Covenant) -> Covenant:
        """The answer of the party is known."""
        known = state.consultations[self.consultation]
        return state.with_consultation(attrs.evolve(known, answers={**known.answers, self.party: self.answer}))

    def sentence(self, names: NameIndex) -> str:
        """An answer."""
        return in_sentences(
            f"{names.party(self.party)} {_ANSWERS[self.answer]}, in de consultatie over "
            f"{names.covenant(self.covenant)}",
            labelled("antwoord", self.text),
        )


@act("answer-consultation", source="S1")
class AnswerConsultation(Act):
    """Record what a party answered in a consultation round."""

    covenant: CovenantId = field("identifier of the covenant")
    consultation: ConsultationId = field("identifier of the round")
    party: PartyId = field("party that answers")
    answer: Answer = field("in_favour, with_remarks or objects")
    on: date = effective("day of the answer")
    text: Remark = field("remarks or objection", default="")

    def decide(self, covenant: Covenant, today: date) -> ConsultationAnswered:
        """Who was asked answers once; remarks and objections say what they are."""
        round_ = covenant.consultation(self.consultation)
        require_happened(self.on, today, "answer")
        self._require_asked(round_)
        if self.answer is not Answer.IN_FAVOUR:
            require_text(self.text, FieldName("text"))
        return ConsultationAnswered(
            covenant=self.covenant,
            consultation=self.consultation,
            party=self.party,
            answer=self.answer,
            text=self.text,
            answered_on=self.on,
        )

    def _require_asked(self, round_: Consultation) -> None:
        open_then = round_.closed_on is None and self.on >= round_.opened_on
        CONSULTATION_ASKED.unless(
            open_then and self.party in round_.asked and self.party not in round_.answers,
            consultation=self.consultation,
            party=self.party,
            was_asked=self.party in round_.asked,
            answered_before=round_.answers.get(self.party),
            opened_on=round_.opened_on,
            closed_on=round_.closed_on,
        )


@event("covenant.consultation_closed")
class ConsultationClosed(Event):
    """The round is closed; ``conclusion`` says what was done with the answers."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    closed_on: date
    conclusion: str
    unanswered: tuple[PartyId, ...] = context()

    def apply(self, state: Covenant) -> Covenant:
        """A round that is closed."""
        return state.with_consultation(attrs.evolve(state.consultations[self.consultation], closed_on=self.closed_on))

    def sentence(self, names: NameIndex) -> str:
        """The end of a round."""
        return in_sentences(
            f"de consultatie over {names.covenant(self.covenant)} werd gesloten",
            labelled("conclusie", self.conclusion),
            f"geen antwoord kwam van {names.parties(self.unanswered)}" if self.unanswered else "",
        )


@act("close-consultation", source="S1")
class CloseConsultation(Act):
    """Close a consultation round with what was done with the answers."""

    covenant: CovenantId = field("identifier of the covenant")
    consultation: ConsultationId = field("identifier of the round")
    on: date = effective("day on which it closes")
    conclusion: Text = field("what was done with the answers")

    def decide(self, covenant: Covenant) -> ConsultationClosed:
        """A round is closed once; who did not answer is named."""
        round_ = covenant.consultation(self.consultation)
        CONSULTATION_ASKED.unless(
            round_.closed_on is None and self.on >= round_.opened_on,
            consultation=self.consultation,
            opened_on=round_.opened_on,
            closed_on=round_.closed_on,
            date=self.on,
        )
        return ConsultationClosed(
            covenant=self.covenant,
            consultation=self.consultation,
            closed_on=self.on,
            conclusion=self.conclusion,
            unanswered=tuple(party for party in round_.asked if party not in round_.answers),
        )
