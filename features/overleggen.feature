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

  @S3
  Scenario: Leden, open actiepunten en ritme gaan mee bij een samenvoeging
    Gegeven het overleg "breed" is ingesteld op 1-1-2025
    En dat "gem-b" vanaf 1-2-2025 geen lid meer is van "breed"
    En dat het actiepunt "Lijst maken" van "overleg" op 1-11-2025 wordt afgesproken voor 1-2-2026
    Als het overleg "overleg" op 1-1-2026 wordt samengevoegd met "breed"
    Dan telt "breed" op 1-1-2026 3 partijen
    En is het actiepunt op 1-1-2026 "nieuw" bij "breed"
    En is het actiepunt op 31-12-2025 "nieuw" bij "overleg"

  @S3
  Scenario: Een overleg met open zaken wordt niet zomaar opgeheven
    Gegeven dat het actiepunt "Lijst maken" van "overleg" op 1-11-2025 wordt afgesproken voor 1-2-2026
    Als het overleg "overleg" op 1-1-2026 wordt opgeheven
    Dan wordt dit geweigerd omdat er niets openstaat bij een overleg dat wordt opgeheven

  @S3
  Scenario: Onder de oude naam is de geschiedenis te vinden
    Als "overleg" vanaf 1-1-2026 anders heet: "Algemeen bestuur"
    Dan heet "overleg" op 1-1-2026 "Algemeen bestuur" en eerder "Overleg overleg"
    En heet "overleg" op 31-12-2025 "Overleg overleg" en eerder ""

  @U2 @S3
  Scenario: Wat een latere wijziging niet noemt volgt een eerdere die pas daarna wordt vastgelegd
    Gegeven de partij "buur" met vertegenwoordiger "p-8"
    En dat "gem-a" vanaf 1-5-2026 geen lid meer is van "overleg"
    En dat "buur" vanaf 1-2-2026 lid wordt van "overleg"
    En dat "overleg" vanaf 1-3-2026 anders heet: "Algemeen bestuur"
    Dan telt "overleg" op 31-1-2026 3 partijen
    En telt "overleg" op 1-2-2026 4 partijen
    En telt "overleg" op 1-5-2026 3 partijen
    En heet "overleg" op 1-5-2026 "Algemeen bestuur" en eerder "Overleg overleg"

  @U2 @S3
  Scenario: Een wijziging van eerder die een latere onmogelijk maakt wordt geweigerd
    Gegeven dat in "overleg" vanaf 1-5-2026 ten minste 3 partijen lid zijn
    Als "gem-a" vanaf 1-2-2026 geen lid meer is van "overleg"
    Dan wordt dit geweigerd omdat de samenstelling door het convenant is bepaald

  @S3 @S14
  Abstract Scenario: Een eerdere naam die later wordt getypt, gaat niet boven een latere naam
    Als "overleg" vanaf <eerst> anders heet: "<eerste>"
    En "overleg" vanaf <dan> anders heet: "<tweede>"
    Dan heet "overleg" op 1-5-2026 "Algemeen overleg" en eerder "Overleg overleg"
    En heet "overleg" op 1-8-2026 "Algemeen bestuur" en eerder "Overleg overleg, Algemeen overleg"

    Voorbeelden:
      | eerst    | eerste           | dan      | tweede           |
      | 1-5-2026 | Algemeen overleg | 1-8-2026 | Algemeen bestuur |
      | 1-8-2026 | Algemeen bestuur | 1-5-2026 | Algemeen overleg |

  @S3
  Scenario: De ordening op een dag
    Gegeven het overleg "breed" is ingesteld op 1-1-2026
    En dat "breed" vanaf 1-2-2026 rapporteert aan "overleg"
    Dan is de ordening op 1-2-2026 "Overleg overleg / └─ Overleg breed"
    En is de ordening op 31-12-2025 "Overleg overleg"

  @S3
  Scenario: Een partij treedt toe tot een overleg
    Gegeven de partij "buur" met vertegenwoordiger "p-8"
    Als "buur" vanaf 1-1-2026 lid wordt van "overleg"
    Dan telt "overleg" op 1-1-2026 4 partijen

  @S3
  Scenario: Een partij is één keer lid
    Als "gem-a" vanaf 1-1-2026 lid wordt van "overleg"
    Dan wordt dit geweigerd omdat een partij één keer lid is

  @S3 @S6
  Scenario: De voorzittende partij verlaat het overleg niet
    Als "prov" vanaf 1-1-2026 geen lid meer is van "overleg"
    Dan wordt dit geweigerd omdat een partij één keer lid is

  @S3
  Scenario: Het convenant bepaalt hoeveel partijen er zijn
    Gegeven dat in "overleg" vanaf 1-1-2026 ten minste 3 partijen lid zijn
    Als "gem-a" vanaf 1-2-2026 geen lid meer is van "overleg"
    Dan wordt dit geweigerd omdat de samenstelling door het convenant is bepaald

  @S3
  Scenario: Het convenant bepaalt welke partijen er zijn
    Als "overleg" vanaf 1-1-2026 alleen uit gemeenten bestaat
    Dan wordt dit geweigerd omdat de samenstelling door het convenant is bepaald

  @S3
  Scenario: Wie deelneemt en wie vervangt
    Gegeven "p-9" vertegenwoordigt "gem-a"
    En dat "p-2" vanaf 1-1-2026 namens "gem-a" deelneemt aan "overleg"
    Als "p-9" vanaf 1-1-2026 in "overleg" plaatsvervanger is van "p-2" namens "gem-a"
    Dan neemt "p-2" op 1-2-2026 deel aan "overleg" als "deelnemer"
    En neemt "p-9" op 1-2-2026 deel aan "overleg" als "plaatsvervanger van 2. Voorbeeld"

  @S3
  Scenario: Een plaatsvervanger is van dezelfde partij
    Gegeven dat "p-2" vanaf 1-1-2026 namens "gem-a" deelneemt aan "overleg"
    Als "p-3" vanaf 1-1-2026 in "overleg" plaatsvervanger is van "p-2" namens "gem-b"
    Dan wordt dit geweigerd omdat iemand past bij de deelname

  @S3
  Abstract Scenario: Bestuurders en ambtenaren nemen deel waar het convenant dat zegt
    Gegeven dat aan "overleg" vanaf 1-1-2026 alleen bestuurders deelnemen
    Als "p-2" vanaf 1-2-2026 als <als> namens "gem-a" deelneemt aan "overleg"
    Dan wordt dit <gevolg>

    Voorbeelden:
      | als        | gevolg                                           |
      | bestuurder | vastgelegd                                       |
      | ambtenaar  | geweigerd omdat iemand past bij de deelname      |

  @S3
  Scenario: Alleen een lopende deelname eindigt
    Gegeven dat "p-2" vanaf 1-1-2026 namens "gem-a" deelneemt aan "overleg"
    Als de deelname van "p-2" aan "overleg" op 31-12-2025 eindigt
    Dan wordt dit geweigerd omdat alleen een lopende deelname eindigt

  @S3 @S4
  Scenario: Heeft een partij vaste deelnemers, dan komt een van hen
    Gegeven "p-9" vertegenwoordigt "gem-a"
    En dat "p-9" vanaf 1-1-2026 namens "gem-a" deelneemt aan "overleg"
    En een vergadering van "overleg" op 12-3-2026 is gepland
    Als de vergadering op 12-3-2026 is gehouden met "prov" en "gem-a"
    Dan wordt dit geweigerd omdat alleen leden deelnemen

  @S5
  Scenario: Een ritme is een regel
    Als een overleg wordt ingesteld met als ritme "elke maand"
    Dan wordt dit geweigerd omdat een ritme een regel is

  @S5
  Abstract Scenario: Een ritme is in woorden te vertellen
    Gegeven dat een overleg wordt ingesteld met als ritme "<regel>"
    Dan staat in het register dat het overleg vergadert: "<woorden>"

    Voorbeelden:
      | regel                                          | woorden                                            |
      | FREQ=MONTHLY;BYMONTH=3,9;BYDAY=2TH             | in maart en september, op de tweede donderdag      |
      | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1  | elke maand, op de laatste werkdag van de maand     |
      | FREQ=MONTHLY;BYMONTHDAY=-1                     | elke maand, op de laatste dag van de maand         |
      | FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261231 | elke 2 weken, op dinsdag, tot en met 31 december 2026 |

  @S5
  Abstract Scenario: Wat geen dagen geeft of niet te vertellen is, is geen ritme
    Als een overleg wordt ingesteld met als ritme "<regel>"
    Dan wordt dit geweigerd omdat een ritme een regel is

    Voorbeelden:
      | regel                             |
      | FREQ=MONTHLY;INTERVAL=0           |
      | FREQ=MONTHLY;INTERVAL=-1          |
      | FREQ=MONTHLY;BYMONTHDAY=31        |
      | FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 |
      | FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1  |

  @S9
  Scenario: Een maximum aan projecten is nul of meer
    Als een overleg wordt ingesteld met ten hoogste -1 projecten
    Dan wordt dit geweigerd omdat een maximum nul of meer is

  @S3 @S12
  Scenario: Een overleg is vertrouwelijk vanaf een dag
    Als "overleg" vanaf 1-1-2026 vertrouwelijk is
    Dan is "overleg" op 31-12-2025 niet vertrouwelijk
    En is "overleg" op 1-1-2026 wel vertrouwelijk

  @S3 @S12
  Scenario: Wat een vertrouwelijk overleg nalaat komt niet bij een open overleg
    Gegeven het overleg "breed" is ingesteld op 1-1-2025
    En dat "overleg" vanaf 1-6-2025 vertrouwelijk is
    Als het overleg "overleg" op 1-1-2026 wordt samengevoegd met "breed"
    Dan wordt dit geweigerd omdat wat vertrouwelijk is vertrouwelijk blijft

  @S3 @S12
  Scenario: Een vertrouwelijk overleg gaat op in een ander vertrouwelijk overleg
    Gegeven het overleg "breed" is ingesteld op 1-1-2025
    En dat "overleg" vanaf 1-6-2025 vertrouwelijk is
    En dat "breed" vanaf 1-6-2025 vertrouwelijk is
    Als het overleg "overleg" op 1-1-2026 opgaat in "breed"
    Dan is het overleg "overleg" op 1-1-2026 "opgegaan in Overleg breed"
    En is "breed" op 1-1-2026 wel vertrouwelijk

  @S12 @S15
  Abstract Scenario: Hoeveel lezers van een stemming zien
    Als van "overleg" vanaf 1-1-2026 de stemmen <wijze> zichtbaar zijn
    Dan zijn van "overleg" op 1-1-2026 de stemmen <wijze> zichtbaar
    En zijn van "overleg" op 31-12-2025 de stemmen "in aantallen" zichtbaar

    Voorbeelden:
      | wijze          |
      | "niet"         |
      | "in aantallen" |
      | "per partij"   |
