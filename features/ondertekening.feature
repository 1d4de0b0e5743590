# language: nl
Functionaliteit: Ondertekening van het convenant
  Elke partij ondertekent binnen de eigen organisatie, voor de afgesproken datum en op een geldige grond.
  Een toezegging is nog geen handtekening.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S2
  Scenario: Een partij ondertekent op grond van een mandaat
    Gegeven het convenant is opengesteld op 1-11-2025
    Als "p-2" op 1-12-2025 ondertekent namens "gem-a"
    Dan staat in het ondertekeningsregister dat "gem-a" op 1-12-2025 heeft ondertekend

  @S2
  Scenario: Een partij ondertekent op grond van een collegebesluit
    Gegeven het convenant is opengesteld op 1-11-2025
    En "p-9" mag "gem-a" vertegenwoordigen maar niet tekenen
    Als "p-9" op 1-12-2025 ondertekent namens "gem-a" op grond van het collegebesluit van 25-11-2025
    Dan staat in het ondertekeningsregister dat "gem-a" op 1-12-2025 heeft ondertekend

  @S2
  Scenario: Een collegebesluit van na de handtekening is geen grond
    Gegeven het convenant is opengesteld op 1-11-2025
    Als "p-2" op 1-12-2025 ondertekent namens "gem-a" op grond van het collegebesluit van 2-12-2025
    Dan wordt dit geweigerd omdat het collegebesluit voor de handtekening ligt

  @S2
  Scenario: Een toezegging is geen handtekening
    Gegeven het convenant is opengesteld op 1-11-2025
    Als "gem-a" op 31-10-2025 toezegt te ondertekenen
    Dan staat in het ondertekeningsregister dat "gem-a" nog niet heeft ondertekend
    En staat in het ondertekeningsregister de toezegging van "gem-a" van 31-10-2025

  @S2
  Scenario: Een partij ondertekent één keer
    Gegeven het convenant is opengesteld op 1-11-2025
    En "p-2" heeft op 1-12-2025 ondertekend namens "gem-a"
    Als "p-2" op 2-12-2025 ondertekent namens "gem-a"
    Dan wordt dit geweigerd omdat een partij één keer ondertekent

  @S2
  Abstract Scenario: Niemand ondertekent zonder geldig mandaat op die dag
    Gegeven het convenant is opengesteld op 1-11-2025
    En het mandaat van "p-2" van "gem-a" eindigt op 30-11-2025
    Als "<persoon>" op <dag> ondertekent namens "<partij>"
    Dan wordt dit geweigerd omdat niemand handelt namens een partij zonder mandaat

    Voorbeelden:
      | persoon | partij | dag       |
      | p-2     | gem-a  | 1-12-2025 |
      | p-3     | gem-a  | 1-12-2025 |
      | p-2     | gem-b  | 1-12-2025 |

  @S2
  Scenario: Er wordt niet ondertekend voordat het convenant is opengesteld
    Als "p-2" op 1-12-2025 ondertekent namens "gem-a"
    Dan wordt dit geweigerd omdat het convenant niet openstaat

  @S2
  Scenario: Alleen een partij van het convenant ondertekent
    Gegeven het convenant is opengesteld op 1-11-2025
    En de partij "buur" met vertegenwoordiger "p-8"
    Als "p-8" op 1-12-2025 ondertekent namens "buur"
    Dan wordt dit geweigerd omdat alleen een partij van het convenant ondertekent

  @S2
  Scenario: Wie te laat tekent of niet tekent is zichtbaar
    Gegeven het convenant is opengesteld op 1-11-2025
    En "p-2" heeft op 15-1-2026 ondertekend namens "gem-a"
    Dan is "gem-a" in het ondertekeningsregister "te laat ondertekend"
    En moet "Partij gem-b" op 1-2-2026 nog ondertekenen

  @S2
  Scenario: Een handtekening onder voorbehoud telt als het voorbehoud is vervallen
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 1-12-2025 ondertekent onder voorbehoud van "instemming van de raad"
    Dan is "gem-a" in het ondertekeningsregister "ondertekend onder voorbehoud"
    En is op 15-12-2025 te doen "Voorbehoud opheffen"

  @S2
  Scenario: Een voorbehoud dat later vervalt maakt de handtekening te laat
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 1-12-2025 ondertekent onder voorbehoud van "instemming van de raad"
    Als het voorbehoud van "gem-a" op 20-1-2026 vervalt
    Dan is "gem-a" in het ondertekeningsregister "te laat ondertekend"

  @S2
  Scenario: Een voorbehoud dat er niet is vervalt niet
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 1-12-2025 gewoon ondertekent
    Als het voorbehoud van "gem-a" op 20-1-2026 vervalt
    Dan wordt dit geweigerd omdat de handtekening niet meer zo staat

  @S2
  Scenario: Een collegebesluit is nog geen handtekening
    Gegeven het convenant is opengesteld op 1-11-2025
    Als het college van "gem-a" op 10-11-2025 besluit te ondertekenen
    Dan staat in het ondertekeningsregister dat "gem-a" nog niet heeft ondertekend

  @S2
  Scenario: Wie weigert kan later alsnog ondertekenen
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 10-11-2025 weigert te ondertekenen
    Als "gem-a" op 12-12-2025 gewoon ondertekent
    Dan is "gem-a" in het ondertekeningsregister "ondertekend"

  @S2
  Scenario: Wie heeft ondertekend weigert niet meer
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 10-11-2025 gewoon ondertekent
    Als "gem-a" op 12-12-2025 weigert te ondertekenen
    Dan wordt dit geweigerd omdat wie tekende niet meer weigert

  @S2
  Scenario: Een handtekening wordt ingetrokken voor de inwerkingtreding
    Gegeven het convenant is opengesteld op 1-11-2025
    En dat "gem-a" op 10-11-2025 gewoon ondertekent
    Als "gem-a" op 12-12-2025 de handtekening intrekt
    Dan is "gem-a" in het ondertekeningsregister "handtekening ingetrokken"

  @S2
  Scenario: Na de inwerkingtreding wordt een handtekening niet meer ingetrokken
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    Als "gem-a" op 2-1-2026 de handtekening intrekt
    Dan wordt dit geweigerd omdat de handtekening niet meer zo staat

  @S2
  Scenario: Digitaal wordt de vastgestelde tekst ondertekend
    Gegeven het convenant is opengesteld op 1-11-2025
    Als "gem-a" op 1-12-2025 digitaal ondertekent wat de hash heeft van "een ander stuk"
    Dan wordt dit geweigerd omdat de vastgestelde tekst wordt ondertekend

  @S2
  Scenario: Op papier tekent niemand met een certificaat
    Gegeven het convenant is opengesteld op 1-11-2025
    Als "gem-a" op 1-12-2025 op papier ondertekent met een certificaat
    Dan wordt dit geweigerd omdat een certificaat bij een digitale handtekening hoort

  @S2 @S1
  Scenario: De vastgestelde tekst wordt digitaal ondertekend
    Gegeven een vergadering van "overleg" op 12-3-2026 is gepland
    En dat versie "v1" van het convenant bestaat sinds 1-10-2025 met de hash van "het concept"
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    En dat versie "v1" wordt vastgesteld bij besluit "b1"
    En het convenant is opengesteld op 1-4-2026
    Als "gem-a" op 2-4-2026 digitaal ondertekent wat de hash heeft van "het concept"
    Dan staat in het ondertekeningsregister dat "gem-a" op 2-4-2026 heeft ondertekend
