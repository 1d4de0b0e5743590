# language: nl
Functionaliteit: Overleggen en hun ordening
  Overleggen worden ingesteld, krijgen een andere plaats of reikwijdte, gaan in elkaar op en worden opgeheven.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S3
  Scenario: De reikwijdte wordt verbreed vanaf een dag
    Als de reikwijdte van "overleg" vanaf 1-1-2026 "VTH, RO" is
    Dan is de reikwijdte van "overleg" op 1-1-2026 "VTH & RO"
    En is de reikwijdte van "overleg" op 31-12-2025 ""

  @S3
  Scenario: Een overleg gaat op in een ander
    Gegeven het overleg "breed" is ingesteld op 1-1-2025
    Als het overleg "overleg" op 1-1-2026 opgaat in "breed"
    Dan is het overleg "overleg" op 1-1-2026 "opgegaan in Overleg breed"
    En is het overleg "overleg" op 31-12-2025 "actief"

  @S3 @S5
  Scenario: Een opgeheven overleg vergadert niet meer
    Gegeven het overleg "overleg" is opgeheven op 1-1-2026
    Als een vergadering van "overleg" op 12-3-2026 wordt gepland
    Dan wordt dit geweigerd omdat het overleg op die dag niet bestaat

  @S3 @S6
  Scenario: De voorzittende partij is lid van het overleg
    Als een overleg wordt ingesteld dat wordt voorgezeten door een partij die geen lid is
    Dan wordt dit geweigerd omdat de voorzitter lid is

  @S3 @S15
  Scenario: Het quorum is een deel van de leden
    Als een overleg wordt ingesteld met een quorum van "3/2"
    Dan wordt dit geweigerd omdat het quorum een deel van de leden is
