# language: nl
Functionaliteit: Cyclisch evalueren
  De samenwerking kijkt op gezette tijden terug. Elke aanbeveling krijgt antwoord en wordt gevolgd tot zij is uitgevoerd.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S11
  Scenario: Een evaluatie die het convenant vraagt is te doen
    Gegeven een samenwerking die elk jaar wordt geëvalueerd, van kracht sinds 1-1-2025
    Dan is op 1-12-2025 te doen "Evaluatie openen: Convenant met evaluatie"

  @S11
  Scenario: Een aanbeveling wordt overgenomen en uitgevoerd
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 8-9-2026 een sessie wordt gehouden en een bevinding wordt gedaan
    En dat op 20-9-2026 wordt aanbevolen "Ga door"
    En dat de aanbeveling op 1-10-2026 wordt overgenomen
    Als de aanbeveling op 20-10-2026 is uitgevoerd
    Dan is de aanbeveling "afgerond op 2026-10-20"

  @S11
  Scenario: Een overgenomen aanbeveling die blijft liggen is te doen
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 20-9-2026 wordt aanbevolen "Ga door"
    En dat de aanbeveling op 1-10-2026 wordt overgenomen
    Dan is op 2-11-2026 te doen "Aanbeveling uitvoeren r1"

  @S11
  Scenario: Een aanbeveling verwerpen vraagt een motivering
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 20-9-2026 wordt aanbevolen "Voeg een laag toe"
    Als de aanbeveling op 1-10-2026 wordt verworpen
    Dan wordt dit geweigerd omdat een antwoord op een aanbeveling compleet is

  @S11
  Scenario: Met motivering wordt een aanbeveling verworpen
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 20-9-2026 wordt aanbevolen "Voeg een laag toe"
    Als de aanbeveling op 1-10-2026 wordt verworpen omdat "minder vergaderdruk"
    Dan is de aanbeveling "niet overgenomen"

  @S11
  Scenario: Een verworpen aanbeveling wordt niet uitgevoerd
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 20-9-2026 wordt aanbevolen "Voeg een laag toe"
    En dat de aanbeveling op 1-10-2026 wordt verworpen omdat "minder vergaderdruk"
    Als de aanbeveling op 20-10-2026 is uitgevoerd
    Dan wordt dit geweigerd omdat een aanbeveling na een antwoord wordt uitgevoerd

  @S11
  Scenario: Een evaluatie sluit als elke aanbeveling een antwoord heeft
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat op 20-9-2026 wordt aanbevolen "Ga door"
    Als de evaluatie op 1-11-2026 wordt gesloten
    Dan wordt dit geweigerd omdat elke aanbeveling een antwoord heeft

  @S11
  Scenario: In een gesloten evaluatie wordt niets meer aanbevolen
    Gegeven dat op 1-9-2026 een evaluatie wordt geopend
    En dat de evaluatie op 1-10-2026 wordt gesloten
    Als op 2-10-2026 wordt aanbevolen "Ga door"
    Dan wordt dit geweigerd omdat de evaluatie niet meer loopt
