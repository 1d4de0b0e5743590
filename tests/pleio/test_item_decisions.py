"""What becomes of an item, in every situation: as release 0.2 decided it, letter by letter."""

from pleio.items_in_every_situation import DATA, lines


def test_every_situation_leads_to_what_release_0_2_made_of_it() -> None:
    legend, _, kept = DATA.read_text(encoding="utf-8").partition("\n\n")
    letter_of = {words: letter for letter, _, words in (line.partition(" = ") for line in legend.splitlines())}
    assert list(lines(letter_of)) == kept.splitlines()
    assert len(letter_of) == len(legend.splitlines()), "a verdict that release 0.2 never gave"
