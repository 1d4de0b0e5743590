# language: nl
Functionaliteit: De leden zien alles in Pleio
  Elk overleg heeft een besloten groep met de juiste leden, de agenda, de besluiten, de actiepunten en het
  voortgangsoverzicht. Wat mensen zelf maken blijft van hen, en wat niet naar buiten mag komt er niet.

  Achtergrond:
    Gegeven een lege site en een overleg met een voorzitter, een vergadering en een besluit

  Regel: De groep laat zien wat is vastgelegd

    @S12
    Scenario: Een groep per overleg, met leden, agenda en besluiten
      Als de site wordt bijgewerkt
      Dan heeft de site een besloten groep "Overleg overleg"
      En is "1. Voorbeeld" beheerder van de groep
      En staan in de groep de bijeenkomst "Overleg overleg" en de pagina's "Besluiten" en "Programma"

    @S12
    Scenario: Besluiten staan per jaar bij elkaar
      Als de site wordt bijgewerkt
      Dan staat de pagina "Programma" onder "2026", en die onder "Besluiten"
      En verwijst de pagina "Programma" naar de bijeenkomst waarin het besluit viel
      En verwijst die bijeenkomst naar "Programma"

    @S12
    Scenario: De leden staan ook in subgroepen
      Als de site wordt bijgewerkt
      Dan staat "1. Voorbeeld" in de subgroep "Voorzitters"

    @S12
    Scenario: Een actiepunt is een taak met houder, datum en stand
      Gegeven het actiepunt "Concept rondsturen" van "Partij gem-a" met als datum 1 juni 2026
      Als de site wordt bijgewerkt
      Dan is er een taak "Concept rondsturen" die nog moet beginnen
      En noemt de taak "Concept rondsturen" de houder "Partij gem-a" en de datum "1 juni 2026"
      Als het actiepunt gereed is
      En de site wordt bijgewerkt
      Dan is de taak "Concept rondsturen" gereed

    @S12
    Scenario: Een verzette vergadering is als verzet te herkennen
      Gegeven de site is bijgewerkt
      Als de volgende vergadering wordt verzet naar 8 april 2027
      En de site wordt bijgewerkt
      Dan staat in de groep de bijeenkomst "Verplaatst: Overleg overleg"
      En noemt de bijeenkomst "Verplaatst: Overleg overleg" de oude dag "11 maart 2027"

    @S12
    Scenario: Een afgezegde vergadering blijft staan, met de reden
      Gegeven de site is bijgewerkt
      Als de volgende vergadering wordt afgezegd omdat "er geen stukken zijn"
      En de site wordt bijgewerkt
      Dan staat in de groep de bijeenkomst "Geannuleerd: Overleg overleg"
      En noemt de bijeenkomst "Geannuleerd: Overleg overleg" de reden "er geen stukken zijn"

    @S12
    Scenario: Het voortgangsoverzicht van de groep wordt herschreven
      Gegeven de site is bijgewerkt
      En het actiepunt "Concept rondsturen" van "Partij gem-a" met als datum 1 juni 2026
      Als de site wordt bijgewerkt
      Dan noemt de pagina "Voortgangsoverzicht" "Concept rondsturen"
      En is er één pagina "Voortgangsoverzicht"

  Regel: Een tweede keer doet niets, en een onderbreking geeft geen dubbelen

    @S12
    Scenario: Een tweede keer bijwerken doet niets
      Gegeven de site is bijgewerkt
      Als de site wordt bijgewerkt
      Dan is er niets gewijzigd

    @S12
    Scenario: Valt de site midden in het werk weg, dan gaat het later verder
      Gegeven de site valt weg nadat zij het werk deed
      Als de site wordt bijgewerkt
      En de site het weer doet
      En de site wordt bijgewerkt
      Dan staat niets dubbel op de site
      En is er niets meer te doen

    @S12
    Scenario: Het eigen geheugen raakt kwijt en wordt van de site hersteld
      Gegeven de site is bijgewerkt
      En de administratie van de koppeling is kwijt
      Als de administratie van de site wordt teruggehaald
      En de site wordt bijgewerkt
      Dan is er niets gewijzigd
      En staat niets dubbel op de site

  Regel: Wat mensen doen wordt gezien en niet overschreven

    @S12
    Scenario: Wat een lid wijzigt, wordt gemeld en blijft staan
      Gegeven de site is bijgewerkt
      En een lid verandert de titel van het besluit in "Aangepast door een lid"
      Als de site wordt bijgewerkt
      Dan wordt de wijziging gemeld
      En heet de pagina "Aangepast door een lid"

    @S12
    Scenario: Op verzoek wordt teruggezet wat is vastgelegd
      Gegeven de site is bijgewerkt
      En een lid verandert de titel van het besluit in "Aangepast door een lid"
      Als de site wordt bijgewerkt en teruggezet
      Dan heet de pagina "Programma"

    @S12
    Scenario: Wat een lid weghaalt, wordt gemeld en niet vanzelf opnieuw gemaakt
      Gegeven de site is bijgewerkt
      En een lid haalt het besluit weg
      Als de site wordt bijgewerkt
      Dan wordt de wijziging gemeld
      En is er geen pagina "Programma"

    @S12
    Scenario: Een pagina en een gast van de leden blijven
      Gegeven de site is bijgewerkt
      En een lid maakt de pagina "Onze eigen notities" en laat "G. Gast" toe
      Als de site wordt bijgewerkt en teruggezet
      Dan is er één pagina "Onze eigen notities"
      En is "G. Gast" lid van de groep

    @S12
    Scenario: Een grote wijziging in één keer vraagt om een bevestiging
      Gegeven vijf actiepunten
      En de site is bijgewerkt
      Als alle actiepunten gereed zijn
      Dan wordt bijwerken geweigerd tot iemand het bevestigt
      En wordt na bevestiging alles bijgewerkt

  Regel: Leden zijn wie een rol hebben, zoals hun organisatie het wil

    @S12 @S6
    Scenario: Wie een rol verliest, gaat uit de groep
      Gegeven de site is bijgewerkt
      Als de rol van "2. Voorbeeld" eindigt
      En de site wordt bijgewerkt
      Dan is "2. Voorbeeld" geen lid van de groep

    @S12 @S6
    Scenario: Een andere rol houdt iemand in de groep
      Gegeven "2. Voorbeeld" heeft nog een andere rol in het overleg
      En de site is bijgewerkt
      Als de rol van "2. Voorbeeld" eindigt
      En de site wordt bijgewerkt
      Dan is "2. Voorbeeld" lid van de groep

    @S12
    Scenario: In een klaargezette groep wordt niemand toegevoegd of uitgenodigd zonder keuze van de organisatie
      Gegeven een klaargezette groep, en een account dat alleen die groep beheert
      Als de klaargezette groep in gebruik wordt genomen
      En de site wordt bijgewerkt
      Dan is "2. Voorbeeld" geen lid van de groep
      En is er aan niemand iets gestuurd

    @S12
    Scenario: Wie zijn organisatie laat uitnodigen, krijgt één uitnodiging
      Gegeven een klaargezette groep, en een account dat alleen die groep beheert
      En "Partij gem-a" kiest voor uitnodigen
      Als de klaargezette groep in gebruik wordt genomen
      En de site wordt bijgewerkt
      En de site wordt bijgewerkt
      Dan kreeg "2. Voorbeeld" één uitnodiging

    @S12
    Scenario: Een eerste vulling stuurt geen stroom van berichten
      Gegeven een klaargezette groep met leden die alle meldingen aan hebben staan
      Als de klaargezette groep in gebruik wordt genomen
      En de site wordt bijgewerkt
      Dan is er aan niemand iets gestuurd
      En staan in de groep de bijeenkomst "Overleg overleg" en de pagina's "Besluiten" en "Programma"

  Regel: Wat niet naar buiten mag, komt er niet

    @S12
    Scenario: Een vertrouwelijk besluit verschijnt nergens
      Gegeven het vertrouwelijke besluit "Geheime kwestie" met een actiepunt
      Als de site wordt bijgewerkt
      Dan staat "Geheime kwestie" nergens op de site

    @S12
    Scenario: Een vertrouwelijk agendapunt verschijnt nergens
      Gegeven het vertrouwelijke agendapunt "Geheime kwestie" op de agenda van de volgende vergadering
      Als de site wordt bijgewerkt
      Dan staat "Geheime kwestie" nergens op de site

    @S12
    Scenario: Een vertrouwelijk overleg heeft geen groep
      Gegeven het vertrouwelijke overleg "Geheime kwestie"
      Als de site wordt bijgewerkt
      Dan staat "Geheime kwestie" nergens op de site
