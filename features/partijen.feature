# language: nl
Functionaliteit: Partijen en de gezamenlijke omgeving
  Elke organisatie kiest of haar mensen niet, per uitnodiging of rechtstreeks in de gezamenlijke omgeving komen; wie
  rechtstreeks laat toevoegen noemt het stuk waarop dat rust.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S12
  Scenario: Zonder keuze wordt niemand toegevoegd of uitgenodigd
    Dan is de keuze van "gem-a" op 1-1-2026 "niet" op grond van ""

  @S12
  Scenario: Een organisatie kiest voor uitnodigen en later voor toevoegen
    Gegeven dat "gem-a" vanaf 1-2-2026 kiest voor uitnodigen
    Als "gem-a" vanaf 1-3-2026 kiest voor toevoegen op grond van "Verwerkingsafspraak 12"
    Dan is de keuze van "gem-a" op 31-1-2026 "niet" op grond van ""
    En is de keuze van "gem-a" op 28-2-2026 "uitnodigen" op grond van ""
    En is de keuze van "gem-a" op 1-3-2026 "toevoegen" op grond van "Verwerkingsafspraak 12"
    En is de keuze van "gem-b" op 1-3-2026 "niet" op grond van ""

  @S12
  Scenario: Een organisatie trekt haar instemming in
    Gegeven dat "gem-a" vanaf 1-2-2026 kiest voor toevoegen op grond van "Verwerkingsafspraak 12"
    Als "gem-a" vanaf 1-6-2026 kiest voor niet
    Dan is de keuze van "gem-a" op 31-5-2026 "toevoegen" op grond van "Verwerkingsafspraak 12"
    En is de keuze van "gem-a" op 1-6-2026 "niet" op grond van ""

  @S12
  Scenario: Toevoegen zonder stuk kan niet
    Als "gem-a" vanaf 1-3-2026 kiest voor toevoegen
    Dan wordt dit geweigerd omdat toevoegen op een stuk rust

  @S12
  Abstract Scenario: Een partij zegt bij haar toetreding wat zij kiest
    Als de partij "buur" wordt vastgelegd die kiest voor <keuze>
    Dan wordt dit <gevolg>

    Voorbeelden:
      | keuze                                          | gevolg                                      |
      | uitnodigen                                     | vastgelegd                                  |
      | toevoegen op grond van "Verwerkingsafspraak 3" | vastgelegd                                  |
      | toevoegen                                      | geweigerd omdat toevoegen op een stuk rust  |
      | toevoegen op grond van " "                     | geweigerd omdat toevoegen op een stuk rust  |

  @S12
  Scenario: Een onbekende organisatie kiest niet
    Als "nergens" vanaf 1-3-2026 kiest voor uitnodigen
    Dan wordt dit geweigerd omdat alleen bekende namen worden genoemd

  @S1 @S12
  Scenario: Een partij die uittreedt staat als uitgetreden in het register, tot zij weer toetreedt
    Gegeven de partij "buur" met vertegenwoordiger "p-8"
    En het convenant is opengesteld op 1-11-2025
    En dat "buur" op 1-2-2026 toetreedt
    En dat "buur" met 31-5-2026 als laatste dag uittreedt
    En dat "buur" op 1-9-2026 toetreedt
    Dan is "buur" op 31-5-2026 niet uitgetreden
    En is "buur" op 1-6-2026 uitgetreden per 31-5-2026
    En is "buur" op 1-9-2026 niet uitgetreden
