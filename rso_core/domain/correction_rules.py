"""The rules of putting right what was recorded wrongly (S14)."""

from rso_core.domain.refusal import Rule

CORRECTION_REST_STANDS = Rule(
    id="correction.rest_stands",
    source="S14",
    en="What rests on an act stands when the act is corrected or set aside.",
    nl="Wat op een handeling rust, blijft staan als die handeling wordt verbeterd of opzijgezet.",
    remedy_en="Correct or set aside in one go what is listed here ('--with').",
    remedy_nl="Verbeter wat hier genoemd is tegelijk mee, of zet het opzij ('--with').",
)
CORRECTION_STANDING_ACT = Rule(
    id="correction.standing_act",
    source="S14",
    en="An act that was set aside does not hold any more, and is not corrected.",
    nl="Een handeling die opzijgezet is, geldt niet meer en wordt niet verbeterd.",
    remedy_en="Record what should hold as a new act.",
    remedy_nl="Leg wat zou moeten gelden vast als een nieuwe handeling.",
)
CORRECTION_CHANGES = Rule(
    id="correction.changes",
    source="S14",
    en="A correction says something else than the act says already.",
    nl="Een verbetering zegt iets anders dan de handeling al zegt.",
    remedy_en="Say which field gets another value, or leave the act as it is.",
    remedy_nl="Zeg welk veld een andere waarde krijgt, of laat de handeling zoals zij is.",
)
CORRECTION_FIELD = Rule(
    id="correction.field",
    source="S14",
    en="A correction changes fields that the act has.",
    nl="Een verbetering verandert velden die de handeling heeft.",
    remedy_en="Name one of the fields of the act ('rso act' shows them).",
    remedy_nl="Noem een van de velden van de handeling ('rso act' toont ze).",
)
CORRECTION_ONCE = Rule(
    id="correction.once",
    source="S14",
    en="Corrections made in one go name each act once.",
    nl="Verbeteringen die in één keer gebeuren noemen elke handeling één keer.",
    remedy_en="Put all that the act should say in one correction.",
    remedy_nl="Zet alles wat de handeling zou moeten zeggen in één verbetering.",
)
CORRECTION_GIVEN_BACK = Rule(
    id="correction.given_back",
    source="S14",
    en="Of an act that is corrected the record holds what it said.",
    nl="Van een handeling die wordt verbeterd staat in het dossier wat zij zei.",
    remedy_en="Set it aside, and record what should hold as a new act.",
    remedy_nl="Zet haar opzij, en leg wat zou moeten gelden vast als een nieuwe handeling.",
)
CORRECTION_IRREVOCABLE = Rule(
    id="correction.irrevocable",
    source="S14",
    en="What was done besides recording it, an erasure or the change of a key, is not undone by a correction.",
    nl="Wat buiten het vastleggen om is gedaan, een wissing of een andere sleutel, wordt met een verbetering niet ongedaan.",
    remedy_en="Correct only the day, the ground or the reason of it.",
    remedy_nl="Verbeter daarvan alleen de dag, de grond of de reden.",
)
CORRECTION_KNOWN_AFTER = Rule(
    id="correction.known_after",
    source="S14",
    en="Nothing is corrected before it was known.",
    nl="Niets wordt verbeterd voordat het bekend was.",
    remedy_en="Claim a moment from the one on from which the act was known, or leave it out.",
    remedy_nl="Geef een moment vanaf waarop de handeling bekend was, of laat het weg.",
)
