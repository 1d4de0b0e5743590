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

  @S4
  Scenario: Een vergadering begint met het voortgangsoverzicht
    Gegeven dat de vergaderingen van "overleg" vanaf 1-1-2026 beginnen met het voortgangsoverzicht
    En dat het voortgangsoverzicht als punt 1 op de agenda staat
    En dat het voorstel als punt 2 op de agenda staat
    Als de vergadering met alle partijen wordt gehouden
    Dan wordt dit vastgelegd
    En begint "voorstel" om 10:30

  @S4
  Scenario: Zonder voortgangsoverzicht wordt niet begonnen
    Gegeven dat de vergaderingen van "overleg" vanaf 1-1-2026 beginnen met het voortgangsoverzicht
    Als de vergadering met alle partijen wordt gehouden
    Dan wordt dit geweigerd omdat een vergadering begint met het voortgangsoverzicht

  @S4
  Scenario: Het eerste agendapunt is dan het overzicht
    Gegeven dat de vergaderingen van "overleg" vanaf 1-1-2026 beginnen met het voortgangsoverzicht
    Als het voorstel als punt 1 op de agenda staat
    Dan wordt dit geweigerd omdat een vergadering begint met het voortgangsoverzicht

  @S4
  Scenario: Anders beginnen vraagt een motivering
    Gegeven dat de vergaderingen van "overleg" vanaf 1-1-2026 beginnen met het voortgangsoverzicht
    Als de vergadering zonder voortgangsoverzicht is gehouden, omdat "de cijfers er niet waren"
    Dan staat vastgelegd dat zonder overzicht is begonnen omdat "de cijfers er niet waren"

  @S4
  Scenario: Een agendapunt heeft een vrije plaats
    Gegeven dat het voorstel als punt 1 op de agenda staat
    Als de mededelingen als punt 1 op de agenda staat
    Dan wordt dit geweigerd omdat een agendapunt een vrije plaats heeft

  @S4
  Scenario: Een punt dat van de agenda is gehaald laat zijn plaats vrij
    Gegeven dat het voorstel als punt 1 op de agenda staat
    En dat het voorstel op plaats 1 van de agenda af gaat
    Als het voorstel als punt 1 op de agenda staat
    Dan wordt dit vastgelegd

  @S4
  Scenario: Het voortgangsoverzicht zegt wat sinds de vorige vergadering is besloten
    Gegeven dat de vergadering met alle partijen wordt gehouden
    En dat het overleg besluit "b1"
    En dat het actiepunt "Brief sturen" van 12-3-2026 voor 1-4-2026 bij besluit "b1" hoort
    Dan noemt het voortgangsoverzicht van "overleg" op 20-3-2026 onder "Besloten": Besluit b1
    En noemt het voortgangsoverzicht van "overleg" op 15-4-2026 onder "Te laat": Brief sturen

  @S5
  Scenario: De data van een ritme gaan opzij voor feestdagen en weekeinden
    Gegeven dat "overleg" vanaf 1-3-2026 vergadert in het ritme "FREQ=MONTHLY;BYMONTHDAY=5"
    Dan zijn de data van "overleg" tot en met 30-6-2026: 5-3-2026, 7-4-2026, 6-5-2026, 5-6-2026

  @S5
  Scenario: Een ritme dat niet wordt gehouden is zichtbaar
    Gegeven het overleg "breed" is ingesteld op 1-1-2025
    En dat "breed" vanaf 1-3-2026 vergadert in het ritme "FREQ=MONTHLY;BYMONTHDAY=12"
    Dan is "breed" op 13-3-2026 te laat met vergaderen
    En is op 13-3-2026 te doen "Vergaderen: Overleg breed"

  @S5
  Scenario: Wie vergadert of overslaat houdt het ritme
    Gegeven dat "overleg" vanaf 1-3-2026 vergadert in het ritme "FREQ=MONTHLY;BYMONTHDAY=12"
    En dat de vergadering met alle partijen wordt gehouden
    En dat "overleg" de vergadering van 13-4-2026 overslaat
    Dan is "overleg" op 1-5-2026 niet te laat met vergaderen
    En is "overleg" op 15-5-2026 te laat met vergaderen

  @S5
  Scenario: Een gehouden vergadering wordt niet meer verzet
    Gegeven dat de vergadering naar 12-3-2026 wordt verzet
    En dat de vergadering met alle partijen wordt gehouden
    Als op 13-3-2026 wordt besloten de vergadering te verzetten naar 19-3-2026
    Dan wordt dit geweigerd omdat de vergadering niet meer openstaat

  @S14
  Scenario: Een verslag wordt in een latere vergadering vastgesteld
    Gegeven dat de vergadering met alle partijen wordt gehouden
    En dat het verslag op 16-3-2026 wordt opgemaakt
    En dat er op 11-6-2026 weer is vergaderd
    Als het verslag in de vergadering van 11-6-2026 wordt vastgesteld
    Dan is het verslag "vastgesteld"

  @S14
  Scenario: Een verslag wordt niet in een eerdere vergadering vastgesteld
    Gegeven dat de vergadering met alle partijen wordt gehouden
    En dat het verslag op 16-3-2026 wordt opgemaakt
    En dat er op 11-2-2026 weer is vergaderd
    Als het verslag in de vergadering van 11-2-2026 wordt vastgesteld
    Dan wordt dit geweigerd omdat een verslag in een latere vergadering wordt vastgesteld

  @S14
  Scenario: Van een vergadering die niet is gehouden is er geen verslag
    Als het verslag op 16-3-2026 wordt opgemaakt
    Dan wordt dit geweigerd omdat een verslag hoort bij een gehouden vergadering

  @U2 @S14
  Scenario: Een correctie van een maand later verandert niet wat toen bekend was
    Gegeven de vergadering van 12-3-2026 met "prov, gem-a" en haar verslag werden op 20-3-2026 bekend
    En de correctie dat ook "gem-b" er was werd op 20-4-2026 bekend
    Dan waren er, zoals bekend op 19-4-2026, 2 partijen in de vergadering
    En waren er, zoals bekend op 20-4-2026, 3 partijen in de vergadering

  @U2 @S14
  Scenario: Een verbetering van het verslag geldt niet voordat er een verslag was
    Gegeven de vergadering van 12-3-2026 met "prov, gem-a" en haar verslag werden op 20-3-2026 bekend
    En de correctie dat ook "gem-b" er was werd op 20-4-2026 bekend
    Dan waren er, zoals het gold op 19-3-2026, 2 partijen in de vergadering
    En waren er, zoals het gold op 20-3-2026, 3 partijen in de vergadering
