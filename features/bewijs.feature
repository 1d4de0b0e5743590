# language: nl
Functionaliteit: Bewijs: een dossier dat ook gelooft wie ons niet gelooft
  Van alles wat is vastgelegd bestaat een ondertekende samenvatting, het controlepunt. Wie er een bewaart, kan later
  nagaan dat er niets is veranderd, weggehaald, toegevoegd of verschoven.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En een dossier dat zijn controlepunten ondertekent

  @U2 @S14
  Scenario: Een onaangeroerd dossier is in orde
    Gegeven "gem-b" heeft een controlepunt bewaard
    Als er nog drie handelingen worden vastgelegd
    Dan is het dossier in orde volgens het controlepunt van "gem-b"

  @U2 @S14
  Scenario: Een heimelijk veranderde handeling wordt gevonden
    Gegeven het thema "wonen" is benoemd als "Wonen"
    Als iemand buiten het programma om de naam "Wonen" verandert in "Warme"
    Dan is het dossier niet in orde en is het thema "wonen" de eerste die afwijkt

  @U2 @S14
  Scenario: Een heimelijk verwijderde handeling wordt gevonden
    Gegeven het thema "wonen" is benoemd als "Wonen"
    En het thema "energie" is benoemd als "Energie"
    Als iemand buiten het programma om het thema "wonen" verwijdert
    Dan is het dossier niet in orde en is het thema "wonen" de eerste die afwijkt

  @U2 @S14
  Scenario: Een heimelijk veranderd register wordt gevonden
    Gegeven het overzicht van de partijen is gemaakt
    Als iemand buiten het programma om in dat overzicht "gem-b" een andere naam geeft
    Dan zijn de gebeurtenissen in orde en het overzicht van de partijen niet
    En noemt de controle de naam die er moet staan en de handeling waaruit die volgt

  @U2 @S14
  Scenario: Wat niet meer klopt wordt opnieuw gemaakt, en dat staat in het dossier
    Gegeven het overzicht van de partijen is gemaakt
    En iemand heeft buiten het programma om in dat overzicht "gem-b" een andere naam gegeven
    Als het secretariaat opnieuw laat maken wat niet klopt, omdat "de controle het vond"
    Dan noemt het overzicht van de partijen "gem-b" weer bij de eigen naam
    En vertelt het dossier dat het overzicht van de partijen opnieuw is gemaakt, omdat "de controle het vond"

  @U2 @S14
  Scenario: Wat niet uit het dossier volgt gaat niet naar buiten
    Gegeven het overzicht van de partijen is gemaakt
    En iemand heeft buiten het programma om in dat overzicht "gem-b" een andere naam gegeven
    Als het secretariaat het overzicht van de partijen naar buiten brengt
    Dan gaat er niets naar buiten omdat het niet uit het dossier volgt
    Als het secretariaat het toch naar buiten brengt, omdat "de rechter het vandaag vraagt"
    Dan vertelt het dossier dat het overzicht van de partijen naar buiten ging, omdat "de rechter het vandaag vraagt"

  @U2 @S14
  Scenario: Een handeling die nooit is vastgelegd kan niet voor vastgelegd doorgaan
    Als iemand buiten het programma om de sleutel "brief-7" noteert als gebruikt
    Dan noemt de controle de sleutel "brief-7", die bij geen handeling hoort

  @U2 @S13
  Scenario: Een dossier dat is teruggezet naar vroeger wordt herkend
    Gegeven een oude kopie van het dossier
    En het thema "wonen" is benoemd als "Wonen"
    En "gem-b" heeft een controlepunt bewaard
    Als iemand het dossier terugzet naar de oude kopie
    Dan is het dossier niet in orde volgens het controlepunt van "gem-b"

  @U2 @S14
  Scenario: Wat zegt eerder te zijn ingevoerd dan wat ervoor staat valt op
    Gegeven "gem-b" heeft een controlepunt bewaard
    Als iemand buiten het programma om een handeling invoert met een klok die een uur achterloopt
    Dan is het dossier niet in orde en noemt de controle de handeling die teruggaat in de tijd

  @U2 @S14
  Scenario: Een nagemaakt controlepunt wordt niet geloofd
    Gegeven "gem-b" heeft een controlepunt gekregen dat een ander heeft ondertekend
    Dan is het dossier niet in orde volgens het controlepunt van "gem-b"

  @U2 @S14
  Scenario: Van één handeling is te bewijzen dat zij in het dossier staat
    Gegeven het thema "wonen" is benoemd als "Wonen"
    Dan is van het thema "wonen" een bewijs te geven dat zonder dit programma klopt
    En klopt dat bewijs niet meer als er één letter in verandert

  @U2 @S14
  Scenario: Een getuige tekent alleen als het dossier is gegroeid
    Gegeven "gem-b" is erkend als getuige
    En "gem-b" heeft als getuige getekend
    Als er nog drie handelingen worden vastgelegd
    Dan tekent "gem-b" opnieuw als getuige
    En noemt de controle "gem-b" als medeondertekenaar

  @U2 @S14
  Scenario: Een getuige aan wie een ander verloop wordt getoond tekent niet
    Gegeven een oude kopie van het dossier
    En "gem-b" is erkend als getuige
    En "gem-b" heeft als getuige getekend
    Als iemand het dossier terugzet naar de oude kopie
    En er nog drie handelingen worden vastgelegd
    Dan weigert "gem-b" te tekenen omdat er twee geschiedenissen zijn getoond

  @S14
  Scenario: Een nieuwe sleutel wordt door de vorige aanbevolen
    Gegeven "gem-b" heeft een controlepunt bewaard
    Als het dossier een nieuwe sleutel krijgt omdat "de beheerder is gewisseld"
    Dan is het dossier in orde volgens het controlepunt van "gem-b"

  @S14
  Scenario: Een nieuwe sleutel noemt waarom de vorige niet meer wordt gebruikt
    Als het dossier een nieuwe sleutel krijgt omdat ""
    Dan wordt dit geweigerd omdat een nieuwe sleutel een reden heeft

  @S14
  Scenario: Een getuige geeft zijn hele openbare sleutel
    Als "gem-b" met de sleutel "half" als getuige wordt erkend
    Dan wordt dit geweigerd omdat een openbare sleutel volledig is

  @S14
  Scenario: Alleen een erkende getuige kan worden geschrapt
    Als de getuige met de sleutel "onbekend" wordt geschrapt
    Dan wordt dit geweigerd omdat alleen een erkende getuige wordt geschrapt

  @U2 @S14
  Scenario: Na een verloren einde gaat het dossier pas verder als dat is vastgelegd
    Gegeven een oude kopie van het dossier
    En het thema "wonen" is benoemd als "Wonen"
    En "gem-b" heeft een controlepunt bewaard
    Als de reserve het overneemt met de oude kopie
    Dan krijgt het dossier geen handtekening meer en geen volgende sleutel
    Als wordt vastgelegd dat het dossier verder gaat omdat "de reserve liep achter"
    Dan is het dossier in orde volgens het controlepunt van "gem-b"
    En noemt de controle "de reserve liep achter" als reden

  @U2 @S14
  Scenario: Wie iets veranderde kan dat niet als verlies laten gelden
    Gegeven het thema "wonen" is benoemd als "Wonen"
    En een oude kopie van het dossier
    En het thema "energie" is benoemd als "Energie"
    En "gem-b" heeft een controlepunt bewaard
    Als de reserve het overneemt met de oude kopie
    En iemand buiten het programma om de naam "Wonen" verandert in "Warme"
    Dan kan niet worden vastgelegd dat het dossier verder gaat

  @U2 @S14
  Scenario: Een oudere uitgave van het programma legt niets vast in een dossier van nu
    Gegeven het thema "wonen" is benoemd als "Wonen"
    Als een oudere uitgave van het programma iets probeert vast te leggen
    Dan is er niets vastgelegd en is het dossier in orde
