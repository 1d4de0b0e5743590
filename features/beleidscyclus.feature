# language: nl
Functionaliteit: Samenhang met de beleidscyclus
  Elk moment van de cyclus heeft een venster en een overleg. Een venster dat sluit zonder vergadering of besluit is zichtbaar.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En een vergadering van "overleg" op 12-3-2026 is gepland
    En dat het moment "monitoring" vraagt tussen 1-3-2026 en 31-3-2026 een vergadering van "overleg"

  @S10
  Scenario: Een gehouden vergadering bedient een moment
    Gegeven dat de vergadering hoort bij het moment "monitoring"
    Als de vergadering met alle partijen wordt gehouden
    Dan is het moment "monitoring" op 12-3-2026 "bediend"
    En is het moment "monitoring" op 11-3-2026 "venster open"

  @S10
  Scenario: Een venster dat sluit zonder vergadering is te doen
    Dan is het moment "monitoring" op 1-4-2026 "gemist"
    En is op 1-4-2026 te doen "Beleidscyclus 2026, monitoring"

  @S10
  Scenario: Een besluit bedient geen moment dat een vergadering vraagt
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    Als besluit "b1" hoort bij het moment "monitoring"
    Dan wordt dit geweigerd omdat het moment iets anders vraagt

  @S10 @S15
  Scenario: Een besluit bedient een moment dat een besluit vraagt
    Gegeven dat het moment "programma" vraagt tussen 1-3-2026 en 31-3-2026 een besluit van "overleg"
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    Als besluit "b1" hoort bij het moment "programma"
    Dan is het moment "programma" op 12-3-2026 "bediend"
