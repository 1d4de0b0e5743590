# language: nl
Functionaliteit: Wat geldt hangt niet af van de volgorde van vastleggen

  Verslagen komen laat, en dingen worden in een andere volgorde vastgelegd dan zij gebeurden.
  Van wat bekend is geldt steeds de handeling die vanaf de latere dag geldt; van twee vanaf dezelfde dag de laatst vastgelegde.

  Achtergrond:
    Gegeven dat het actiepunt "Lijst maken" van "overleg" op 1-2-2026 wordt afgesproken voor 1-3-2026

  @S15 @S13
  Scenario: Twee keer uitgesteld, in volgorde vastgelegd
    Gegeven dat het actiepunt op 10-2-2026 wordt uitgesteld tot 1-5-2026
    Als het actiepunt op 20-2-2026 wordt uitgesteld tot 1-6-2026
    Dan loopt het actiepunt op 15-2-2026 af op 1-5-2026
    En loopt het actiepunt op 25-2-2026 af op 1-6-2026

  @S15 @S13
  Scenario: Twee keer uitgesteld, het laatste uitstel het eerst vastgelegd
    Gegeven dat het actiepunt op 20-2-2026 wordt uitgesteld tot 1-6-2026
    Als het actiepunt op 10-2-2026 wordt uitgesteld tot 1-5-2026
    Dan loopt het actiepunt op 15-2-2026 af op 1-5-2026
    En loopt het actiepunt op 25-2-2026 af op 1-6-2026

  @S15 @S13
  Scenario: Een uitstel dat laat binnenkomt, wordt beoordeeld naar de feiten van zijn dag
    Gegeven dat het actiepunt op 1-6-2026 gereed is
    Als het actiepunt op 10-2-2026 wordt uitgesteld tot 1-5-2026
    Dan loopt het actiepunt op 15-2-2026 af op 1-5-2026
    En is het actiepunt op 2-6-2026 "gereed" bij "overleg"

  @S15 @S14
  Scenario: Wat voor latere dagen is vastgelegd blijft staan
    Gegeven dat het actiepunt op 1-6-2026 gereed is
    Als het actiepunt op 20-2-2026 vervalt
    Dan wordt dit geweigerd omdat het actiepunt niet meer openstaat
    En noemt de weigering dat "finish-action" erop rust

  @S3 @S14
  Scenario: Een lidmaatschap dat eerder begon dan al is vastgelegd
    Gegeven dat de partij "nieuw" met de naam "Gemeente Nieuw" is vastgelegd
    En dat "nieuw" vanaf 1-6-2026 lid wordt van "overleg"
    Als "nieuw" vanaf 1-5-2026 lid wordt van "overleg"
    Dan wordt dit geweigerd omdat blijft staan wat voor latere dagen is vastgelegd
    En noemt de weigering dat "join-body" erop rust
