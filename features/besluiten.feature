# language: nl
Functionaliteit: Besluiten
  Consulteren, adviseren, instemmen en besluiten hebben elk hun regel: quorum, mandaat en eenstemmigheid.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En een vergadering van "overleg" op 12-3-2026 is gepland

  @S15
  Abstract Scenario: De uitkomst volgt uit de stemmen
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    Als het overleg stemt over een <soort>: "<stemmen>"
    Dan is het voorstel "<uitkomst>"

    Voorbeelden:
      | soort      | stemmen                                 | uitkomst              |
      | besluit    | prov voor, gem-a voor, gem-b tegen      | aangenomen            |
      | besluit    | prov voor, gem-a tegen, gem-b tegen     | verworpen             |
      | instemming | prov voor, gem-a voor, gem-b voor       | aangenomen (unaniem)  |
      | instemming | prov voor, gem-a voor, gem-b onthouding | verworpen             |

  @S15 @S2
  Scenario: Eenstemmig instemmen, met de afwezigen vastgelegd
    Gegeven de vergadering is gehouden met "prov, gem-a"
    Als het overleg eenstemmig instemt
    Dan is het voorstel "aangenomen (unaniem)"
    En is 1 partij als afwezig vastgelegd

  @S15
  Scenario: Zonder quorum geen besluit
    Gegeven de vergadering is gehouden met "prov"
    Als het overleg eenstemmig instemt
    Dan wordt dit geweigerd omdat het quorum niet aanwezig is

  @S15
  Scenario: Een overleg neemt alleen besluiten waarvoor het mandaat heeft
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    Als het overleg stemt over een advies: "prov voor, gem-a voor, gem-b voor"
    Dan wordt dit geweigerd omdat het overleg daarvoor geen mandaat heeft

  @S15
  Scenario: Wie er niet is, stemt niet
    Gegeven de vergadering is gehouden met "prov, gem-a"
    Als het overleg stemt over een besluit: "prov voor, gem-a voor, gem-b voor"
    Dan wordt dit geweigerd omdat alleen aanwezigen stemmen

  @S15
  Scenario: Van elke aanwezige partij is de stem vastgelegd
    Gegeven de vergadering is gehouden met "prov, gem-a"
    Als het overleg stemt over een besluit: "prov voor"
    Dan wordt dit geweigerd omdat van elke aanwezige de stem is vastgelegd

  @S15
  Scenario: Besloten wordt in een vergadering die is gehouden
    Als het overleg eenstemmig instemt
    Dan wordt dit geweigerd omdat de vergadering niet is gehouden

  @S15
  Abstract Scenario: Het convenant kan een gekwalificeerde meerderheid vragen
    Gegeven dat besluiten van het overleg vanaf 1-1-2026 "2/3" van de stemmen vragen
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    Als het overleg stemt over een besluit: "<stemmen>"
    Dan is het voorstel "<uitkomst>"

    Voorbeelden:
      | stemmen                                | uitkomst   |
      | prov voor, gem-a voor, gem-b tegen     | aangenomen |
      | prov voor, gem-a tegen, gem-b onthouding | verworpen |

  @S15
  Scenario: Wie volgens het convenant niet meebesluit stemt niet
    Gegeven dat aan besluiten van het overleg vanaf 1-1-2026 alleen "prov, gem-a" deelnemen
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    Als het overleg stemt over een besluit: "prov voor, gem-a voor, gem-b voor"
    Dan wordt dit geweigerd omdat alleen aanwezigen stemmen

  @S15
  Scenario: Van consultatie naar besluit en actiepunt, en terug
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg wordt geconsulteerd over "c1"
    En dat het overleg adviseert "b1" op grond van "c1"
    En dat het actiepunt "Brief sturen" van 12-3-2026 voor 1-4-2026 bij besluit "b1" hoort
    Dan is de keten van "b1": c1 → b1 → a1
    En is de keten van "c1": c1 → b1 → a1

  @S15
  Scenario: Een besluit bouwt niet op zichzelf voort
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat er op 11-6-2026 weer is vergaderd
    En dat het overleg op 11-6-2026 besluit "later"
    Als het overleg adviseert "b1" op grond van "later"
    Dan wordt dit geweigerd omdat een besluit op eerdere besluiten voortbouwt

  @S15
  Scenario: Een voorwaardelijk besluit geldt als de voorwaarde is vervuld
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1" onder voorwaarde van "geld" voor 1-5-2026
    Dan is het besluit "b1" "voorwaarde open"
    En is op 1-5-2026 te doen "Voorwaarde vervullen: geld"

  @S15
  Scenario: Een voorwaarde wordt één keer vervuld
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1" onder voorwaarde van "geld" voor 1-5-2026
    En dat de voorwaarde van "b1" op 1-4-2026 is vervuld
    Als de voorwaarde van "b1" op 2-4-2026 is vervuld
    Dan wordt dit geweigerd omdat een voorwaarde één keer wordt vervuld

  @S15 @S1
  Scenario: Op een besluit waarvan de voorwaarde openstaat wordt niet voortgebouwd
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat versie "v1" van het convenant bestaat sinds 1-10-2025 met de hash van "het concept"
    En dat het overleg besluit "b1" onder voorwaarde van "geld" voor 1-5-2026
    Als versie "v1" wordt vastgesteld bij besluit "b1"
    Dan wordt dit geweigerd omdat het besluit niet geldt

  @S15
  Scenario: Een besluit wordt ingetrokken of vervangen door een later besluit
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    En dat het overleg besluit "b2"
    En dat het overleg "b3" besluit in plaats van "b1"
    En dat "b2" wordt ingetrokken bij "b3"
    Dan is het besluit "b1" "vervangen per 2026-03-12"
    En is het besluit "b2" "ingetrokken per 2026-03-12"

  @S15
  Scenario: Een besluit wordt één keer ingetrokken
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    En dat het overleg besluit "b2"
    En dat "b1" wordt ingetrokken bij "b2"
    Als "b1" wordt ingetrokken bij "b2"
    Dan wordt dit geweigerd omdat een besluit door hetzelfde overleg wordt ingetrokken

  @S15
  Scenario: Schriftelijk besluiten, met wie niet antwoordt als afwezig
    Gegeven dat het overleg vanaf 1-1-2026 ook schriftelijk mag besluiten
    Als het overleg op 30-3-2026 schriftelijk besluit: "prov voor, gem-a voor"
    Dan is het voorstel "aangenomen (unaniem)"
    En is 1 partij als afwezig vastgelegd

  @S15
  Scenario: Zonder die regel geen schriftelijk besluit
    Als het overleg op 30-3-2026 schriftelijk besluit: "prov voor, gem-a voor"
    Dan wordt dit geweigerd omdat het convenant geen schriftelijk besluit toestaat

  @S15
  Scenario: Een actiepunt wordt opgepakt en afgerond
    Gegeven de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    En dat het actiepunt "Brief sturen" van 12-3-2026 voor 1-4-2026 bij besluit "b1" hoort
    En dat het actiepunt op 20-3-2026 wordt opgepakt
    Als het actiepunt op 30-3-2026 gereed is
    Dan is het actiepunt op 30-3-2026 "gereed" bij "overleg"
    En is het actiepunt op 29-3-2026 "bezig" bij "overleg"

  @S15
  Scenario: Een actiepunt dat te laat is, is te doen
    Gegeven dat het actiepunt "Lijst maken" van "overleg" op 1-2-2026 wordt afgesproken voor 1-3-2026
    Dan is het actiepunt op 2-3-2026 "nieuw, te laat" bij "overleg"
    En is op 2-3-2026 te doen "Actiepunt: Lijst maken"

  @S15
  Scenario: Een afgerond actiepunt wordt niet opnieuw afgerond
    Gegeven dat het actiepunt "Lijst maken" van "overleg" op 1-2-2026 wordt afgesproken voor 1-3-2026
    En dat het actiepunt op 20-2-2026 gereed is
    Als het actiepunt op 21-2-2026 gereed is
    Dan wordt dit geweigerd omdat het actiepunt niet meer openstaat

  @S15
  Scenario: Een actiepunt loopt niet af voor het is afgesproken
    Gegeven dat het actiepunt "Lijst maken" van "overleg" op 1-2-2026 wordt afgesproken voor 1-3-2026
    Als het actiepunt op 20-2-2026 wordt uitgesteld tot 1-1-2026
    Dan wordt dit geweigerd omdat een actiepunt niet afloopt voor het is afgesproken
