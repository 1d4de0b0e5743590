"""The profile of a body in Dutch sentences, and what changed from one profile to the next."""

from collections.abc import Callable

from rso_core.domain.body.profile import DecisionRule, Profile
from rso_core.domain.names import NameIndex
from rso_core.domain.values import DecisionKind, PartyKind, VotesShown
from rso_core.dutch.days import in_words
from rso_core.dutch.rhythm import rhythm_in_words
from rso_core.dutch.sentences import counted, listed, quoted, share_of
from rso_core.dutch.vocabulary import dutch

KINDS = {
    PartyKind.PROVINCE: "provincies",
    PartyKind.MUNICIPALITY: "gemeenten",
    PartyKind.ENVIRONMENTAL_SERVICE: "omgevingsdiensten",
    PartyKind.WATER_AUTHORITY: "waterschappen",
    PartyKind.OTHER: "andere organisaties",
}
VOTES_VISIBLE = {
    VotesShown.NONE: "lezers zien niet hoe er gestemd is",
    VotesShown.COUNTS: "lezers zien van een stemming de aantallen",
    VotesShown.PARTIES: "lezers zien van een stemming wat elke partij stemde",
}
KINDS_OF_DECISION = {
    DecisionKind.CONSULT: "een consultatie",
    DecisionKind.ADVISE: "een advies",
    DecisionKind.AGREE: "instemming",
    DecisionKind.DECIDE: "een besluit",
}
Phrase = Callable[[Profile, NameIndex], str]


def _scope(profile: Profile, _: NameIndex) -> str:
    return f"het gaat over {listed(profile.scope)}" if profile.scope else "het heeft geen vast werkveld"


def _members(profile: Profile, names: NameIndex) -> str:
    if not profile.members:
        return "het heeft geen leden"
    verb = "lid is" if len(profile.members) == 1 else "lid zijn"
    return f"{verb} {names.parties(profile.members)}"


def _rhythm(profile: Profile, _: NameIndex) -> str:
    rhythm = rhythm_in_words(profile.rhythm)
    return f"het vergadert {rhythm}" if rhythm else "het vergadert zonder vast ritme"


def _start(profile: Profile, _: NameIndex) -> str:
    return f"het ritme telt vanaf {in_words(profile.rhythm_start)}" if profile.rhythm_start else ""


def _chair(profile: Profile, names: NameIndex) -> str:
    return f"voorzitter is {names.party(profile.chair)}" if profile.chair else "het heeft geen vaste voorzitter"


def _quorum(profile: Profile, _: NameIndex) -> str:
    return f"om te kunnen besluiten {share_of(profile.quorum, 'leden', 'is', 'zijn')} nodig"


def _mandate(profile: Profile, _: NameIndex) -> str:
    return f"het is bevoegd tot {listed(map(dutch, profile.mandate))}" if profile.mandate else "het besluit niet"


def _unanimity(profile: Profile, _: NameIndex) -> str:
    kinds = listed(map(dutch, profile.unanimity))
    return f"alleen met algemene stemmen: {kinds}" if kinds else "algemene stemmen zijn nergens voor nodig"


def _reports_to(profile: Profile, names: NameIndex) -> str:
    return f"het rapporteert aan {names.body(profile.reports_to)}" if profile.reports_to else "het staat bovenaan"


def _limit(profile: Profile, _: NameIndex) -> str:
    if profile.portfolio_limit is None:
        return "er geldt geen maximum aan projecten"
    return f"er {'loopt' if profile.portfolio_limit == 1 else 'lopen'} ten hoogste " + counted(
        profile.portfolio_limit, "project tegelijk", "projecten tegelijk"
    )


def _answers(profile: Profile, _: NameIndex) -> str:
    days = profile.signal_answer_days
    if days is None:
        return "voor het antwoord op een signaal geldt geen termijn"
    return f"een signaal krijgt binnen {counted(days, 'dag', 'dagen')} antwoord"


def _rank(profile: Profile, _: NameIndex) -> str:
    return f"de deelname is {dutch(profile.rank)}" if profile.rank else "ieder kan deelnemen, bestuurlijk of ambtelijk"


def _composition(profile: Profile, names: NameIndex) -> str:
    kinds = listed(KINDS[kind] for kind in profile.members_from)
    bounds = listed(
        (
            f"ten minste {profile.fewest_members}" if profile.fewest_members is not None else "",
            f"ten hoogste {profile.most_members}" if profile.most_members is not None else "",
        )
    )
    rules = (
        f"leden komen uit de {kinds}" if kinds else "",
        f"{names.parties(profile.required_members)} {'is' if len(profile.required_members) == 1 else 'zijn'} altijd lid"
        if profile.required_members
        else "",
        f"er zijn {bounds} leden" if bounds else "",
    )
    return "; ".join(filter(None, rules)) or "voor de samenstelling geldt geen regel"


def _rules(profile: Profile, names: NameIndex) -> str:
    return "; ".join(_rule(rule, names) for rule in profile.rules) or "voor geen soort besluit geldt een eigen regel"


def _rule(rule: DecisionRule, names: NameIndex) -> str:
    majority = {"1": "alle partijen zijn voor", "1/2": "meer dan de helft is voor"}
    parts = (
        majority.get(rule.majority) or f"{share_of(rule.majority, 'stemmen', 'is', 'zijn')} voor",
        f"{share_of(rule.quorum, 'leden', 'is', 'zijn')} aanwezig" if rule.quorum else "",
        f"alleen {names.parties(rule.takes_part)} {'doet' if len(rule.takes_part) == 1 else 'doen'} mee"
        if rule.takes_part
        else "",
        "het kan ook schriftelijk" if rule.written else "",
    )
    return f"voor {KINDS_OF_DECISION[rule.kind]} geldt: {listed(parts)}"


PROFILE: tuple[tuple[tuple[str, ...], Phrase], ...] = (
    (("kind",), lambda p, _: f"het is van de soort {quoted(p.kind)}"),
    (
        ("level", "place"),
        lambda p, _: f"in de ordening staat het op plaats {p.place}, op {dutch(p.level)} niveau",
    ),
    (("reports_to",), _reports_to),
    (("scope",), _scope),
    (("members",), _members),
    (("chair",), _chair),
    (("rank",), _rank),
    (("members_from", "required_members", "fewest_members", "most_members"), _composition),
    (("rhythm",), _rhythm),
    (("rhythm_start",), _start),
    (("overview_first",), lambda p, _: f"elke vergadering {_opens(p)} met het voortgangsoverzicht"),
    (("mandate",), _mandate),
    (("quorum",), _quorum),
    (("unanimity",), _unanimity),
    (("rules",), _rules),
    (("portfolio_limit",), _limit),
    (("signal_answer_days",), _answers),
    (("prioritises",), lambda p, _: f"het zet {'' if p.prioritises else 'niet langer '}signalen op volgorde"),
    (("confidential",), lambda p, _: f"het overleg is {'' if p.confidential else 'niet '}vertrouwelijk"),
    (("votes_shown",), lambda p, _: VOTES_VISIBLE[p.votes_shown]),
)
"""Per field, or fields that belong together, their phrase, in the order in which they stand in a sentence."""


def _opens(profile: Profile) -> str:
    return "opent" if profile.overview_first else "hoeft niet te openen"


def described(profile: Profile, names: NameIndex) -> list[str]:
    """What a new body is: what its profile says, leaving out what is as it is for any body."""
    usual = Profile(name="", kind="", level=profile.level, place=0, members=())
    return [phrase(profile, names) for fields, phrase in PROFILE if _differs(usual, profile, fields)]


def changes(former: Profile | None, profile: Profile, names: NameIndex) -> list[str]:
    """What the new profile says otherwise than the former one; the whole profile where no former one is known."""
    if former is None:
        return described(profile, names)
    found = []
    if former.name != profile.name:
        found.append(f"het heette {quoted(former.name)} en heet nu {quoted(profile.name)}")
    for fields, phrase in PROFILE:
        if not _differs(former, profile, fields):
            continue
        found.extend(_members_changed(former, profile, names) if fields == ("members",) else [phrase(profile, names)])
    return found


def _members_changed(former: Profile, profile: Profile, names: NameIndex) -> list[str]:
    joined = [party for party in profile.members if party not in former.members]
    left = [party for party in former.members if party not in profile.members]
    return [
        text
        for parties, text in (
            (joined, f"lid {'werd' if len(joined) == 1 else 'werden'} {names.parties(joined)}"),
            (left, f"geen lid meer {'is' if len(left) == 1 else 'zijn'} {names.parties(left)}"),
        )
        if parties
    ]


def _differs(one: Profile, other: Profile, fields: tuple[str, ...]) -> bool:
    return any(getattr(one, field) != getattr(other, field) for field in fields)
