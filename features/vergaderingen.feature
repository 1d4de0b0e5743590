# language: nl
Functionaliteit: Vergaderingen
  Van elke geplande vergadering is vastgelegd of zij is gehouden, met wie, of waarom niet.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En een vergadering van "overleg" op 12-3-2026 is gepland

  @S5
  Scenario: Een vergadering is gehouden
    Als de vergadering op 12-3-2026 is gehouden met "prov" en "gem-a"
    Dan staat de vergadering in de kalender als "gehouden" met 2 partijen

  @S5
  Scenario: Een vergadering in de toekomst is nog niet gehouden
    Als de vergadering op 12-3-2027 is gehouden met "prov" en "gem-a"
    Dan wordt dit geweigerd omdat het nog niet is gebeurd

  @S5
  Scenario: Een geannuleerde vergadering wordt niet gehouden
    Gegeven de vergadering is geannuleerd
    Als de vergadering op 12-3-2026 is gehouden met "prov" en "gem-a"
    Dan wordt dit geweigerd omdat de vergadering niet meer openstaat

  @S5
  Scenario: Een vergadering eindigt nadat zij begint
    Als een vergadering wordt gepland die eindigt voor zij begint
    Dan wordt dit geweigerd omdat een vergadering eindigt nadat zij begint

  @S3
  Scenario: Wie niet deelneemt, is gast
    Gegeven de partij "buur" met vertegenwoordiger "p-8"
    Als "p-8" van "buur" als deelnemer van de vergadering wordt vastgelegd
    Dan wordt dit geweigerd omdat alleen leden deelnemen

  @S6
  Scenario: De partij die het convenant noemt, zit voor
    Als de vergadering op 12-3-2026 is gehouden met "prov" en "gem-a", voorgezeten door "p-2"
    Dan wordt dit geweigerd omdat het convenant de voorzitter noemt

  @S5 @S14
  Scenario: Wat niet is vastgelegd, valt op
    Dan is op 20-3-2026 te doen "Vastleggen of annuleren"
