# language: nl
Functionaliteit: Verantwoording: wie, wanneer, op welke grond
  Jaren later is te zeggen wie wat vastlegde, vanaf wanneer het gold en sinds wanneer het bekend was.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S14
  Scenario: Elke handeling draagt haar grond en haar vastlegger
    Als het secretariaat op grond van "Brief 7" de partij "buur" vastlegt
    Dan noemt de geschiedenis van de partij "buur" het secretariaat en "Brief 7"

  @U2
  Scenario: Wat gold en wat bekend was zijn twee vragen
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 bekend
    Dan was op 31-12-2025, zoals bekend op 8-1-2026, door 1 partij ondertekend
    En was op 31-12-2025, zoals bekend op 7-1-2026, door 0 partijen ondertekend
    En was op 19-12-2025, zoals bekend op 8-1-2026, door 0 partijen ondertekend

  @U2 @S14
  Scenario: Het verschil tussen twee momenten, door welke handeling en op welke grond
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Dan verschilt tussen wat op 7-1-2026 en op 8-1-2026 bekend was de dag van ondertekening door "gem-a"
    En volgt dat uit één handeling van het secretariaat op grond van "Brief 7"

  @U2 @S14
  Scenario: Het verschil is hetzelfde, welk moment ook als eerste wordt genoemd
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Dan verschilt tussen wat op 8-1-2026 en op 7-1-2026 bekend was de dag van ondertekening door "gem-a"
    Maar verschilt er niets tussen wat op 6-1-2026 en op 7-1-2026 bekend was

  @U2
  Scenario: Op elk eerder moment is de hele samenwerking te zien
    Gegeven het convenant is opengesteld op 1-11-2025
    Dan geven alle registers antwoord voor 1-12-2025, zoals bekend op 2-12-2025
    En geven alle registers antwoord voor 1-12-2099, zoals bekend op 1-1-2020

  @U2 @S14
  Scenario: De geschiedenis leest als een verhaal
    Als het secretariaat op grond van "Brief 7" de partij "buur" vastlegt
    Dan luidt het verhaal van partij "buur" op 1-1-2025 "Buurgemeente is opgenomen in de kring van partijen, als gemeente."
    En staat daarbij "Pas vastgelegd op 24 november 2026 door het secretariaat, op grond van “Brief 7”."

  @U2 @S14
  Scenario: Een verhaal vertelt niet meer dan toen bekend was
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Dan zwijgt het verhaal van het convenant, zoals bekend op 7-1-2026, over 20-12-2025
    Maar vertelt het verhaal van het convenant, zoals bekend op 8-1-2026, over 20-12-2025 wie namens "gem-a" ondertekende

  @S14
  Scenario: Wat heb ik ingetikt?
    Gegeven een vergadering van "overleg" op 12-3-2026 is gepland
    Als het secretariaat de vergadering verzet naar 19-3-2026 omdat "De zaal is bezet"
    Dan heeft die handeling een kenmerk dat van papier is over te tikken
    En vertelt het dossier onder dat kenmerk dat de vergadering naar 19-3-2026 ging omdat "De zaal is bezet"
    En is dat de handeling die het secretariaat het laatst intikte

  @S14
  Scenario: Ook wat bij een handeling is weggelaten, blijft bekend
    Gegeven een vergadering van "overleg" op 12-3-2026 is gepland
    Als "overleg" vanaf 1-3-2026 een ander quorum krijgt
    Dan zegt die handeling over "overleg" alleen iets over het quorum

  @S14
  Scenario: Een kenmerk dat van geen handeling is
    Als iemand vraagt naar de handeling "K3M7-QX2P"
    Dan hoort die dat geen handeling dat kenmerk heeft

  @S14 @U1
  Scenario: Het dossier als lijst van handelingen
    Gegeven het is 1-11-2025
    En een vergadering van "overleg" op 12-3-2026 is gepland
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Als het dossier als lijst van handelingen wordt teruggegeven
    Dan staat daarin de handtekening van "gem-a", op grond van "Brief 7" en bekend sinds 8-1-2026
    En geeft een leeg dossier dat deze lijst inleest op 31-12-2025, zoals bekend op 7-1-2026, dezelfde registers
    En geeft een leeg dossier dat deze lijst inleest op 31-12-2025, zoals bekend op 8-1-2026, dezelfde registers

  @U2 @S14
  Scenario: Alles over een gemeente in een periode
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Dan bevat alles over "gem-a" van 1-12-2025 tot en met 31-12-2025 alleen de handtekening van 20-12-2025
    En staat daarbij wie het vastlegde en dat het rust op "Brief 7"
    En bevat alles over "gem-a" ook handelingen die onder het convenant en een overleg zijn vastgelegd

  @U2 @S14
  Scenario: Alles over een gemeente zoals het toen bekend was
    Gegeven het is 1-11-2025
    En het convenant is opengesteld op 1-11-2025
    En de handtekening van "gem-a" van 20-12-2025 werd op 8-1-2026 op grond van "Brief 7" bekend
    Dan is er van "gem-a", zoals bekend op 7-1-2026, niets van 20-12-2025

  @U2 @S12
  Scenario: Wat vertrouwelijk is, is gemarkeerd en kan worden weggelaten
    Gegeven dat "overleg" vanaf 1-1-2026 vertrouwelijk is
    Dan is in alles over "gem-a" vertrouwelijk wat over "overleg" gaat, en niets anders
    En ontbreekt dat in wat over "gem-a" openbaar mag worden, met het aantal dat is weggelaten

  @U2
  Abstract Scenario: Zoeken naar een naam, hoe die ook is geschreven
    Als de partij "gm1900" met de naam "Gemeente Súdwest-Fryslân" wordt vastgelegd
    Dan vindt zoeken naar "<woorden>" de partij "gm1900"
    En is met "Gemeente ‘SUDWEST FRYSLAN’" de partij "gm1900" bedoeld

    Voorbeelden:
      | woorden                  |
      | Súdwest-Fryslân          |
      | gemeente sudwest fryslan |
      | SÚDWEST                  |

  @U2
  Scenario: De geschiedenis zegt hoeveel handelingen elders het onderwerp noemen
    Dan noemt de geschiedenis van "gem-a" hoeveel andere handelingen "gem-a" noemen

  @S14 @S13
  Scenario: Dezelfde handeling twee keer vastleggen verandert niets
    Als de partij "buur" onder sleutel "brief-7" wordt vastgelegd
    En de partij "buur" onder sleutel "brief-7" wordt vastgelegd
    Dan is de partij "buur" één keer vastgelegd

  @S14
  Scenario: Een sleutel staat voor één handeling
    Als de partij "buur" onder sleutel "brief-7" wordt vastgelegd
    En de partij "ander" onder sleutel "brief-7" wordt vastgelegd
    Dan wordt dit geweigerd omdat een sleutel voor één handeling staat

  @S14
  Abstract Scenario: Een handeling klopt op zichzelf
    Als de partij "<kenmerk>" met de naam "<naam>" wordt vastgelegd
    Dan wordt dit geweigerd omdat <reden>

    Voorbeelden:
      | kenmerk   | naam | reden                              |
      | gem-a     | Dorp | een kenmerk één keer wordt gegeven |
      | een twee  | Dorp | een kenmerk kort en zonder spaties is |
      | dorp      |      | een naam is ingevuld               |

  @S14
  Scenario: Een handeling noemt alleen wat bekend is
    Als "p-99" op 1-12-2025 ondertekent namens "gem-a"
    Dan wordt dit geweigerd omdat alleen bekende namen worden genoemd

  @S13
  Scenario: Een dossier met één foute regel wordt in zijn geheel niet ingelezen
    Als een dossier met twee goede regels en één foute regel wordt ingelezen
    Dan is er niets ingelezen en wordt de foute regel genoemd

  @U1
  Scenario: Een ander programma legt vast en leest terug
    Als een ander programma de partij "buur" vastlegt
    Dan noemt de geschiedenis van de partij "buur" het secretariaat en "een programma"

  @U4
  Scenario: Een register dat vastloopt houdt de andere niet op
    Gegeven een uitbreiding met een register dat vastloopt
    Dan zijn de andere registers bijgewerkt
    En gaat het vastgelopen register na herstel verder waar het was

  @U4
  Scenario: Een nieuwe versie van een register die niet lukt laat de vorige staan
    Gegeven een uitbreiding met een register van partijen dat is bijgewerkt
    Als er een nieuwe versie van dat register komt die vastloopt
    Dan vertelt het register over de partijen "prov", "gem-a" en "gem-b" zoals de vorige versie deed
    En is gezegd dat de nieuwe versie niet lukte
    En zijn de andere registers bijgewerkt

  @U4
  Scenario: Een uitbreiding die geen antwoord geeft wordt afgebroken en genoemd
    Gegeven een uitbreiding "traag" die nooit zegt wat er te doen is
    Als wordt gevraagd wat er te doen is
    Dan is de uitbreiding "traag" genoemd als een die niet op tijd antwoordde
    En is gezegd wat er volgens de andere uitbreidingen te doen is

  @U4
  Scenario: Een register dat niet te lezen is wordt genoemd, en de andere worden gelezen
    Gegeven een uitbreiding "verjaardagen" waarvan het register niet te lezen is
    Dan noemt wie dat register leest de uitbreiding "verjaardagen"
    En zijn de andere registers te lezen

  @U4
  Scenario: Van een register waarvan één rij niet te vertellen is worden de andere rijen verteld
    Gegeven een uitbreiding met een register van partijen die over "gem-a" niets kan vertellen
    Dan vertelt dat register over de partijen "prov" en "gem-b"
    En noemt het de partij "gem-a" als niet te vertellen

  @S14
  Scenario: Kengetallen over een jaar
    Gegeven een vergadering van "overleg" op 12-3-2026 is gepland
    En dat "overleg" vanaf 1-3-2026 vergadert in het ritme "FREQ=MONTHLY;BYMONTHDAY=12"
    En dat de vergadering met alle partijen wordt gehouden
    Dan is het kengetal "gehouden vergaderingen tegenover het ritme" van "overleg" op 30-4-2026 1 van 2
    En is het kengetal "aanwezigheid" van "gem-a" op 30-4-2026 1 van 1

  @S14 @U2
  Scenario: Wat achteraf wordt ingevoerd verandert niet wat toen was ingevoerd
    Gegeven het is 24-11-2026
    Als op grond van "Brief 7" wordt ingevoerd dat de partij "buur" sinds 8-1-2026 bekend is
    Dan is de partij "buur" bekend volgens wat op 8-1-2026 bekend heet te zijn
    Maar is de partij "buur" niet bekend volgens wat op 23-11-2026 was ingevoerd
    En is de partij "buur" bekend volgens wat op 24-11-2026 was ingevoerd
    En is "buur" in het partijenregister zoals bekend op 8-1-2026 gemerkt als later ingevoerd
    En staat bij "buur" in het partijenregister de handeling "register-party", volgens opgave eerder bekend
    En staat in haar verhaal "Bekend sinds 8 januari 2026 volgens opgave; ingevoerd op 24 november 2026 door het secretariaat, op grond van “Brief 7”."

  @S14 @U2
  Scenario: Niets was eerder bekend dan waar het op rust
    Gegeven het is 24-11-2025
    En de partij "buur" is vastgelegd
    En het is 24-11-2026
    Als op grond van "Brief 7" wordt ingevoerd dat sinds 1-2-2025 bekend is dat "buur" lid van "overleg" wordt
    Dan wordt dit geweigerd omdat iets niet eerder bekend was dan waar het op rust

  @S14
  Scenario: Wat is gebeurd was niet eerder bekend
    Als op grond van "Brief 7" wordt ingevoerd dat sinds 30-10-2025 bekend is dat er een conceptversie van 31-10-2025 is
    Dan wordt dit geweigerd omdat iets niet bekend was voordat het gebeurde

  @S14
  Scenario: Een eerder moment rust op een stuk
    Als zonder stuk wordt ingevoerd dat de partij "buur" sinds 8-1-2026 bekend is
    Dan wordt dit geweigerd omdat een eerder moment op een stuk rust

  @S14
  Scenario: Eén stuk is niet zonder reden eerder bekend
    Als op grond van "Brief 7" wordt ingevoerd dat de partij "buur" sinds 8-1-2026 bekend is
    En op grond van "Brief 7" wordt ingevoerd dat de partij "dorp" sinds 7-1-2026 bekend is
    Dan wordt dit geweigerd omdat één stuk niet zonder reden eerder bekend is

  @S14
  Scenario: Met een reden kan het wel
    Als op grond van "Brief 7" wordt ingevoerd dat de partij "buur" sinds 8-1-2026 bekend is
    En op grond van "Brief 7", omdat "het eerste blad eerder kwam", wordt ingevoerd dat de partij "dorp" sinds 7-1-2026 bekend is
    Dan wordt dit vastgelegd

  @S14
  Scenario: Een klok die achterloopt wordt opgemerkt
    Gegeven het is 24-11-2026
    En de partij "buur" is vastgelegd
    En het is 23-11-2026
    Als het secretariaat op grond van "Brief 7" de partij "dorp" vastlegt
    Dan wordt dit geweigerd omdat de klok niet achterloopt

  @S14 @U2
  Scenario: Wat laat is ingevoerd staat op een lijst
    Gegeven het is 24-11-2026
    En de partij "buur" is op grond van "Brief 7" vastgelegd
    Dan noemt de lijst van wat meer dan 691 dagen na zijn dag is ingevoerd de partij "buur", door het secretariaat en op grond van "Brief 7"
    Maar noemt de lijst van wat meer dan 692 dagen na zijn dag is ingevoerd de partij "buur" niet

  @U2 @S14
  Scenario: Wat is verbeterd, wordt verteld met wat er stond
    Gegeven het is 13-3-2026
    En het actiepunt "brief" heet "Breif"
    En het is 3-4-2026
    Als de titel van het actiepunt "brief" wordt verbeterd in "Brief", omdat "typefout"
    Dan vertelt het verhaal van actiepunt "brief" wat geldt: "Brief"
    En staat erbij "Verbeterd op 3 april 2026 door het secretariaat, omdat “typefout”. Er stond: titel “Breif”. Nu: titel “Brief”."
    En wordt die verbetering in het verhaal van alles één keer verteld

  @U2 @S14
  Scenario: Zoals het voor de verbetering bekend was, staat er wat er stond
    Gegeven het is 13-3-2026
    En het actiepunt "brief" heet "Breif"
    En het is 3-4-2026
    Als de titel van het actiepunt "brief" wordt verbeterd in "Brief", omdat "typefout"
    Dan vertelt het verhaal van actiepunt "brief", zoals bekend op 2-4-2026, niets van een verbetering
    En vertelt dat verhaal wat toen gold: "Breif"
    En noemt het verschil tussen wat op 2-4-2026 en op 3-4-2026 bekend was één verbetering van het actiepunt, van "Breif" in "Brief"

  @U2 @S14
  Scenario: Wat opzij is gezet, wordt niet verteld alsof het geldt
    Gegeven het is 13-3-2026
    En het actiepunt "brief" heet "Brief"
    En het is 3-4-2026
    Als het actiepunt "brief" opzij wordt gezet, omdat "per abuis"
    Dan begint het verhaal van actiepunt "brief" met "Opzijgezet op 3 april 2026 door het secretariaat, omdat “per abuis”."
    En noemt alles over "gem-a" dat het opzij is gezet

  @U2 @S14
  Scenario: Wat op een verbetering rust, is opnieuw beoordeeld en zegt dat
    Gegeven het is 13-3-2026
    En een vergadering met alle partijen op 12-3-2026, waarin de partijen instemden met het programma
    En het is 3-4-2026
    Als de aanwezigheid wordt verbeterd: alleen "prov" en "gem-a" waren er
    Dan zegt het verhaal van het besluit dat het opnieuw is beoordeeld na een verbetering

  @U2 @S14
  Scenario: Een dossier met verbeteringen komt op elk moment hetzelfde terug
    Gegeven het is 13-3-2026
    En het actiepunt "brief" heet "Breif"
    En het is 3-4-2026
    Als de titel van het actiepunt "brief" wordt verbeterd in "Brief", omdat "typefout"
    En het dossier als lijst van handelingen wordt teruggegeven
    Dan geeft een leeg dossier dat deze lijst inleest op 1-5-2026, zoals bekend op 2-4-2026, dezelfde registers
    En geeft een leeg dossier dat deze lijst inleest op 1-5-2026, zoals bekend op 3-4-2026, dezelfde registers
