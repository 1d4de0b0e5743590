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
