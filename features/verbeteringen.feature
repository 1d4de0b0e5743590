# language: nl
Functionaliteit: Verbeteringen: wat verkeerd is vastgelegd, wordt goed gezet en blijft zichtbaar
  Niets gaat uit het dossier. Vanaf de verbetering geldt wat er had moeten staan; wie vraagt wat daarvoor bekend was,
  ziet wat er stond.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  Regel: Elke handeling is te verbeteren of opzij te zetten

    @S14 @S13
    Scenario: De tekst van een besluit
      Gegeven een vergadering met alle partijen op 12-3-2026, waarin de partijen instemden met het programma
      Als van het besluit "b1" wordt verbeterd: de titel is "Programma 2026"
      Dan is de titel van het besluit "b1" in het register "Programma 2026"
      En is het besluit op 12-3-2026 genomen, met "aangenomen (unaniem)" als uitkomst

    @S14 @S13
    Scenario: Een stem die verkeerd is genoteerd
      Gegeven een besluit waarin de stem van een partij als tegen is genoteerd, en zij voor stemde
      Als de stem wordt verbeterd
      Dan is het besluit op 12-3-2026 genomen, met "aangenomen (unaniem)" als uitkomst

    @S14 @S13
    Scenario: Een vergadering op de verkeerde dag neemt haar besluiten mee
      Gegeven een vergadering met alle partijen op 12-3-2026, waarin de partijen instemden met het programma
      Als de dag van die vergadering wordt verbeterd in 13-3-2026
      Dan is het besluit op 13-3-2026 genomen, met "aangenomen (unaniem)" als uitkomst

    @S14 @S13
    Scenario: Wie er niet was, heeft ook niet meebeslist
      Gegeven een vergadering met alle partijen op 12-3-2026, waarin de partijen instemden met het programma
      Als de aanwezigheid wordt verbeterd: alleen "prov" en "gem-a" waren er
      Dan is 1 partij als afwezig vastgelegd

    @S14 @S2
    Scenario: De verkeerde ondertekenaar, ook als het convenant al van kracht is
      Gegeven het convenant is van kracht sinds 1-1-2026, en "gem-b" werd op 10-12-2025 vertegenwoordigd door "p-4"
      Als wordt verbeterd wie voor "gem-b" tekende: "p-4"
      Dan tekende "p-4" voor "gem-b" en is het convenant van kracht

    @S14
    Abstract Scenario: Een tikfout
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als van <soort> "<kenmerk>" wordt verbeterd: <veld> is "<goed>"
      Dan is <veld> van <soort> "<kenmerk>" in het register "<goed>"

      Voorbeelden:
        | soort        | kenmerk   | veld     | goed         |
        | de partij    | buur      | de naam  | Buurgemeente |
        | het thema    | wonen     | de naam  | Wonen        |
        | het project  | kaart     | de naam  | Kaart        |
        | de rol       | deelnemer | de naam  | Deelnemer    |
        | het actiepunt | brief    | de titel | Brief        |

    @S14 @S2
    Scenario: Een opzegging die is ingetrokken
      Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
      En "gem-b" heeft haar deelname aan het convenant opgezegd
      Als de opzegging van "gem-b" opzij wordt gezet, omdat zij is ingetrokken
      Dan neemt "gem-b" op 1-1-2027 nog deel

    @S14 @U2
    Scenario: Wat voor de verbetering bekend was, blijft te vragen
      Gegeven het is 1-6-2026
      En een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      En het is 1-7-2026
      Als van de partij "buur" wordt verbeterd: de naam is "Buurgemeente"
      Dan is de naam van de partij "buur" in het register "Buurgemeente"
      Maar was, zoals bekend op 30-6-2026, de naam van de partij "buur" "Buurgemente"

    @S14
    Scenario: Een verbetering is te verbeteren
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als van de partij "buur" wordt verbeterd: de naam is "Buurgemeent"
      En van de partij "buur" wordt verbeterd: de naam is "Buurgemeente"
      Dan is de naam van de partij "buur" in het register "Buurgemeente"

  Regel: Wat op een handeling rust, wordt opnieuw beoordeeld

    @S14
    Scenario: Wat niet blijft staan wordt genoemd, en dan verandert er niets
      Gegeven een actiepunt dat is uitgesteld
      Als het actiepunt "brief" opzij wordt gezet
      Dan wordt dit geweigerd omdat blijft staan wat op een verbeterde handeling rust
      En noemt de weigering het uitstel van het actiepunt

    @S14
    Scenario: Wat erop rust gaat in één keer mee
      Gegeven een actiepunt dat is uitgesteld
      Als het actiepunt "brief" met alles wat erop rust opzij wordt gezet
      Dan staat het actiepunt "brief" niet meer in het register

  Regel: Een verbetering zegt wat er had moeten staan

    @S14
    Scenario: Wat opzij is gezet, wordt niet verbeterd
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als het thema "wonen" opzij wordt gezet
      En het thema "wonen" weer opzij wordt gezet
      Dan wordt dit geweigerd omdat opzijgezet is wat niet meer geldt

    @S14
    Scenario: Wie hetzelfde zegt, verbetert niets
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als van het thema "wonen" wordt verbeterd: de naam is "Wonnen"
      Dan wordt dit geweigerd omdat een verbetering iets anders zegt

    @S14
    Scenario: Een verbetering gaat over wat een handeling zegt
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als van het thema "wonen" wordt verbeterd: de kleur is "groen"
      Dan wordt dit geweigerd omdat een thema geen kleur heeft

    @S14
    Scenario: In één keer wordt een handeling één keer verbeterd
      Gegeven een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      Als van het thema "wonen" in één keer twee verbeteringen worden gegeven
      Dan wordt dit geweigerd omdat elke handeling één keer wordt genoemd

    @S14
    Scenario: Een verbetering is niet eerder bekend dan wat zij verbetert
      Gegeven het is 1-6-2026
      En een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam
      En het is 1-7-2026
      Als van het thema "wonen" wordt verbeterd, zoals bekend op 1-5-2026: de naam is "Wonen"
      Dan wordt dit geweigerd omdat niets wordt verbeterd voordat het bekend was

    @S14 @U4
    Scenario: Wie is gewist, blijft gewist
      Gegeven naam en adres van "p-3" zijn gewist
      Als de wissing van "p-3" opzij wordt gezet
      Dan wordt dit geweigerd omdat een wissing niet ongedaan wordt

    @S14 @U4
    Scenario: Een naam die is gewist, is niet te verbeteren
      Gegeven naam en adres van "p-3" zijn gewist
      Als van de persoon "p-3" wordt verbeterd: de naam is "C. Voorbeeld"
      Dan wordt dit geweigerd omdat van de handeling niet meer vaststaat wat zij zei
