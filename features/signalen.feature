# language: nl
Functionaliteit: Signalen: kansen en knelpunten
  Een signaal stijgt stap voor stap langs de overleggen tot iemand antwoordt. Onderweg raakt niets kwijt.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En het overleg "breed" is ingesteld op 1-1-2025
    En dat "breed" vanaf 1-1-2026 rapporteert aan "overleg"
    En dat "breed" vanaf 1-1-2026 signalen binnen 30 dagen beantwoordt

  @S8
  Scenario: Een signaal wordt beantwoord waar het ligt
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    Als het signaal "druk" op 20-2-2026 wordt beantwoord
    Dan is het signaal "druk" op 20-2-2026 "beantwoord" bij "breed"
    En is het signaal "druk" op 19-2-2026 "open" bij "breed"

  @S8
  Scenario: Een signaal zonder antwoord is te doen
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    Dan is het signaal "druk" op 10-3-2026 "open, te laat" bij "breed"
    En is op 10-3-2026 te doen "Signaal beantwoorden: druk"

  @S8
  Scenario: Een beantwoord signaal staat niet meer open
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    En dat het signaal "druk" op 20-2-2026 wordt beantwoord
    Als het signaal "druk" op 21-2-2026 wordt doorgezet naar "overleg"
    Dan wordt dit geweigerd omdat het signaal niet meer openstaat

  @S8
  Scenario: Een andere partij steunt een signaal, één keer
    Gegeven dat "gem-a" op 1-2-2026 in "breed" de kans "samen" signaleert
    En dat "gem-b" op 2-2-2026 het signaal "samen" steunt
    Als "gem-b" op 3-2-2026 het signaal "samen" steunt
    Dan wordt dit geweigerd omdat een partij een signaal één keer steunt

  @S8
  Scenario: Een signaal wordt stap voor stap doorgezet
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    Als het signaal "druk" op 20-2-2026 wordt doorgezet naar "overleg"
    Dan is het signaal "druk" op 20-2-2026 "open" bij "overleg"

  @S8
  Scenario: Een stap wordt niet overgeslagen
    Gegeven het overleg "top" is ingesteld op 1-1-2025
    En dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    Als het signaal "druk" op 20-2-2026 wordt doorgezet naar "top"
    Dan wordt dit geweigerd omdat een signaal stap voor stap gaat

  @S8
  Scenario: Het antwoord op een bundel is het antwoord op elk signaal daarin
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    En dat "gem-b" op 2-2-2026 in "breed" het knelpunt "ook-druk" signaleert
    En dat het signaal "ook-druk" op 3-2-2026 wordt gebundeld onder "druk"
    Als het signaal "druk" op 20-2-2026 wordt beantwoord
    Dan is het signaal "ook-druk" op 20-2-2026 "beantwoord" bij "breed"

  @S8 @S15
  Scenario: De stuurgroep ordent signalen bij besluit
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    En dat "gem-b" op 2-2-2026 in "breed" de kans "samen" signaleert
    En dat "overleg" vanaf 1-1-2026 signalen prioriteert
    En een vergadering van "overleg" op 12-3-2026 is gepland
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    Als besluit "b1" ordent de signalen "samen, druk"
    Dan is de volgorde van de signalen "samen, druk"

  @S8 @S15
  Scenario: Een overleg dat niet prioriteert ordent geen signalen
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    En een vergadering van "overleg" op 12-3-2026 is gepland
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    Als besluit "b1" ordent de signalen "druk"
    Dan wordt dit geweigerd omdat alleen bij besluit wordt geordend

  @S8 @S3
  Scenario: Een signaal gaat mee als overleggen samengaan
    Gegeven dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    Als het overleg "breed" op 1-3-2026 wordt samengevoegd met "overleg"
    Dan is het signaal "druk" op 1-3-2026 "open" bij "overleg"

  @S8
  Scenario: Doorzetten geeft geen uitstel
    Gegeven dat "overleg" vanaf 1-1-2026 signalen binnen 90 dagen beantwoordt
    En dat "gem-a" op 1-2-2026 in "breed" het knelpunt "druk" signaleert
    En dat het signaal "druk" op 20-2-2026 wordt doorgezet naar "overleg"
    Dan is het signaal "druk" op 10-3-2026 "open, te laat" bij "overleg"
