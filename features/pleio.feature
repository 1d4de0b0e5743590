# language: nl
Functionaliteit: De leden zien alles in Pleio
  Elk overleg heeft een besloten groep met de juiste leden, de agenda en de besluiten. Wat mensen zelf maken blijft van hen.

  Achtergrond:
    Gegeven een lege site en een overleg met een voorzitter, een vergadering en een besluit

  @S12
  Scenario: Een groep per overleg, met leden, agenda en besluiten
    Als de site wordt bijgewerkt
    Dan heeft de site een besloten groep "Overleg overleg"
    En is "1. Voorbeeld" beheerder van de groep
    En staan in de groep de bijeenkomst "Overleg overleg" en de pagina's "Besluiten" en "Programma"

  @S12
  Scenario: Een tweede keer bijwerken doet niets
    Gegeven de site is bijgewerkt
    Als de site wordt bijgewerkt
    Dan is er niets gewijzigd

  @S12
  Scenario: Wat een lid wijzigt, wordt gemeld en blijft staan
    Gegeven de site is bijgewerkt
    En een lid verandert de titel van het besluit in "Aangepast door een lid"
    Als de site wordt bijgewerkt
    Dan wordt de wijziging gemeld
    En heet de pagina "Aangepast door een lid"
