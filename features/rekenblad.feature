# language: nl
Functionaliteit: Een lijst uit een rekenblad
  Een secretariaat houdt lijsten bij in een rekenblad. Wat daarin staat gaat in het dossier zoals het er staat, of niet: wat op
  twee manieren te lezen is, wordt gevraagd en niet geraden.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S14
  Scenario: Een lijst met Nederlandse koppen, zoals het rekenblad haar bewaart
    Als uit een rekenblad de personen "A. Voorbeeld" en "B. Voorbeeld" worden ingelezen, sinds 5-1-2026
    Dan zijn er 2 handelingen vastgelegd
    En heten de nieuwe personen "A. Voorbeeld" en "B. Voorbeeld"

  @S14
  Scenario: Dezelfde lijst, opnieuw bewaard, legt niets dubbel vast
    Gegeven uit een rekenblad zijn de personen "A. Voorbeeld" en "B. Voorbeeld" ingelezen, sinds 5-1-2026
    Als die lijst, bewaard als kommagescheiden tekst met andere dagen en lege kolommen, opnieuw wordt ingelezen
    Dan zijn er 0 handelingen vastgelegd

  @S7
  Scenario: Een getal dat op twee manieren te lezen is, wordt niet geraden
    Als uit een rekenblad een inzet van "1.200" uur door "gem-a" wordt ingelezen
    Dan is er niets ingelezen, en wordt van regel 2 gezegd dat "1.200" als "1200" of als "1.2" te lezen is

  @S7
  Scenario: Een getal dat maar één lezing heeft, wordt gelezen zoals het er staat
    Als uit een rekenblad een inzet van "1.200,50" uur door "gem-a" wordt ingelezen
    Dan zijn er 1 handelingen vastgelegd
    En is de afgesproken inzet 1200,50 uur

  @S14
  Scenario: Een dag die op twee manieren te lezen is, wordt niet geraden
    Als uit een rekenblad de persoon "A. Voorbeeld" sinds "1/2/2026" wordt ingelezen
    Dan is er niets ingelezen, en wordt van regel 2 gezegd dat "1/2/2026" als "1 februari 2026" of als "2 januari 2026" te lezen is

  @S8
  Scenario: Een cel met meer dan één alinea is één tekst
    Als uit een rekenblad een signaal van "gem-a" met een tekst van twee alinea's wordt ingelezen
    Dan zijn er 1 handelingen vastgelegd
    En telt de tekst van het signaal twee alinea's

  @S14
  Scenario: Een kolom die twee keer voorkomt, wordt geweigerd
    Als een lijst van personen wordt ingelezen waarin de kolom "Adres" twee keer voorkomt
    Dan wordt de hele lijst geweigerd, en worden beide kolommen genoemd

  @S14
  Scenario: Een formule zonder uitkomst is geen lege cel
    Als uit een rekenblad de persoon "A. Voorbeeld" wordt ingelezen met als adres een formule zonder uitkomst
    Dan is er niets ingelezen, en wordt van regel 2 gezegd dat de formule geen uitkomst heeft

  @S14
  Scenario: Van een handeling die niet bestaat, wordt genoemd wat erop lijkt
    Als een lijst wordt ingelezen met de handeling "regsiter-person"
    Dan is er niets ingelezen, en wordt van regel 2 gezegd dat "register-person" erop lijkt
