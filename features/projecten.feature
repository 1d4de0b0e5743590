# language: nl
Functionaliteit: Projecten en kennisnetwerken
  Liever enkele projecten goed dan veel tegelijk. Kennisnetwerken tellen niet mee.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En dat in "overleg" vanaf 1-1-2026 ten hoogste 1 project lopen
    En dat het project "kaart" op 5-1-2026 in "overleg" wordt voorgesteld
    En dat "kaart" op 12-1-2026 start
    En dat het project "loket" op 5-1-2026 in "overleg" wordt voorgesteld
    En een vergadering van "overleg" op 12-3-2026 is gepland

  @S9
  Scenario: Binnen het maximum loopt een project
    Dan is "kaart" op 1-2-2026 "loopt" bij "overleg"
    En is "loket" op 1-2-2026 "voorgesteld" bij "overleg"

  @S9
  Scenario: Boven het maximum start geen project
    Als "loket" op 1-4-2026 start
    Dan wordt dit geweigerd omdat het maximum aan projecten is bereikt

  @S9
  Abstract Scenario: Wie stopt, pauzeert of klaar is maakt plaats
    Gegeven dat "kaart" op 1-3-2026 <einde>
    Als "loket" op 1-4-2026 start
    Dan is "loket" op 1-4-2026 "loopt" bij "overleg"

    Voorbeelden:
      | einde          |
      | stopt          |
      | pauzeert       |
      | wordt afgerond |

  @S9
  Scenario: Een kennisnetwerk telt niet mee
    Gegeven dat het kennisnetwerk "bodem" op 5-1-2026 in "overleg" wordt voorgesteld
    Als "bodem" op 1-4-2026 start
    Dan is "bodem" op 1-4-2026 "loopt" bij "overleg"

  @S9 @S15
  Scenario: Een besluit kan een project boven het maximum toestaan
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1", dat "loket" boven het maximum toestaat
    Als "loket" op 1-4-2026 start boven het maximum, bij besluit "b1", omdat "haast"
    Dan is "loket" op 1-4-2026 "loopt (boven het maximum)" bij "overleg"

  @S9 @S15
  Scenario: Een besluit over iets anders is daarvoor niet genoeg
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    Als "loket" op 1-4-2026 start boven het maximum, bij besluit "b1", omdat "haast"
    Dan wordt dit geweigerd omdat het maximum aan projecten is bereikt

  @S9
  Scenario: Een project heeft zijn stappen
    Als "loket" op 1-4-2026 pauzeert
    Dan wordt dit geweigerd omdat een project zijn stappen heeft

  @S9
  Scenario: Een mijlpaal die nadert is te doen
    Gegeven dat "kaart" een mijlpaal heeft voor 1-3-2026
    Dan is op 10-2-2026 te doen "Mijlpaal: Fase 1"

  @S9
  Scenario: Een mijlpaal wordt één keer bereikt
    Gegeven dat "kaart" een mijlpaal heeft voor 1-3-2026
    En dat de mijlpaal van "kaart" op 20-2-2026 is bereikt
    Als de mijlpaal van "kaart" op 21-2-2026 is bereikt
    Dan wordt dit geweigerd omdat een mijlpaal één keer wordt bereikt
