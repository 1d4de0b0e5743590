# language: nl
Functionaliteit: Het dossier bewaren, overdragen en terugzetten
  Het hele dossier gaat in open vorm naar het archief. Een archivaris kan jaren later zien wat er ligt en of er niets aan is
  veranderd, ook zonder het programma van toen. En wie het dossier kwijt is, zet het terug zoals het was.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  Regel: In het archief ligt alles

    @S13
    Scenario: Het dossier gaat met registers en uitleg naar het archief
      Als het secretariaat het dossier aan het archief overdraagt
      Dan ligt in het archief elke gebeurtenis die is vastgelegd
      En liggen er de registers zoals zij op dat moment waren
      En legt een leesmij in gewoon Nederlands uit wat er ligt en hoe het te controleren is
      En staat bij elk bestand in de metagegevens hoe groot het is en hoe het te herkennen is
      En klopt het archief

    @S13
    Scenario: Een stuk gaat mee als de registratie het kent
      Gegeven een vastgelegde versie van het convenant waarvan het stuk in de map van het secretariaat ligt
      Als het secretariaat het dossier met die map aan het archief overdraagt
      Dan ligt het stuk in het archief

    @S13
    Scenario: Een stuk dat er niet is, wordt genoemd
      Gegeven een vastgelegde versie van het convenant waarvan het stuk in de map van het secretariaat ligt
      Als het secretariaat het dossier aan het archief overdraagt
      Dan noemt de leesmij het stuk dat ontbreekt
      En klopt het archief

    @S13
    Scenario: De archivaris bepaalt hoe lang het dossier bewaard blijft
      Als het secretariaat het dossier overdraagt met de waardering tijdelijk te bewaren, 20 jaar
      Dan staat in de metagegevens dat het dossier tijdelijk bewaard wordt, 20 jaar

    @S13
    Scenario: Een bewaartermijn hoort bij wat tijdelijk bewaard wordt
      Als het secretariaat het dossier overdraagt met een bewaartermijn terwijl het blijvend bewaard wordt
      Dan komt er geen archief, omdat een bewaartermijn hoort bij wat tijdelijk bewaard wordt

  Regel: Namen van personen gaan niet zomaar mee

    @S13
    Scenario: De sleutels van personen blijven thuis
      Als het secretariaat het dossier aan het archief overdraagt
      Dan liggen de sleutels van personen niet in het archief

    @S13
    Scenario: Wie de sleutels van personen meegeeft, leest wat dat betekent
      Als het secretariaat het dossier met de sleutels van personen aan het archief overdraagt
      Dan liggen de sleutels van personen in het archief

  Regel: Wat aan een archief veranderd is, valt op

    @S13
    Abstract Scenario: Niemand verandert ongemerkt iets
      Gegeven het dossier is aan het archief overgedragen
      Als iemand in het archief <wat>
      Dan klopt het archief niet meer

      Voorbeelden:
        | wat                                 |
        | een letter in een register wijzigt  |
        | een stuk weghaalt                   |
        | een stuk toevoegt                   |
        | een gebeurtenis weghaalt            |
        | twee gebeurtenissen verwisselt      |
        | de leesmij herschrijft              |

    @S13
    Abstract Scenario: Ook wie de lijsten passend maakt, verandert niets ongemerkt
      Gegeven het dossier is met een handtekening aan het archief overgedragen
      Als iemand in het archief <wat>
      En de lijsten van het archief weer passend maakt
      Dan klopt het archief niet meer

      Voorbeelden:
        | wat                                 |
        | een letter in een register wijzigt  |
        | een stuk weghaalt                   |
        | een stuk toevoegt                   |
        | de leesmij herschrijft              |

    @S13
    Scenario: Een register volgt uit wat is vastgelegd, ook zonder handtekening
      Gegeven het dossier is aan het archief overgedragen
      Als iemand in het archief een letter in een register wijzigt
      En de lijsten van het archief weer passend maakt
      Dan noemt de controle wat er in het register hoort te staan

    @S13
    Scenario: De controle noemt de eerste gebeurtenis die niet klopt
      Gegeven het dossier is aan het archief overgedragen
      Als iemand in het archief twee gebeurtenissen verwisselt
      Dan noemt de controle de plaats waar de verwisseling begint

  Regel: Uit het archief komt hetzelfde dossier terug

    @S13
    Scenario: Het dossier komt terug zoals het was
      Gegeven het dossier is aan het archief overgedragen
      Als het secretariaat het dossier uit het archief terugzet waar nog niets is vastgelegd
      Dan is het teruggezette dossier gelijk aan het oude, tot op de letter
      En geeft het dezelfde registers

    @S13
    Scenario: Over een bestaand dossier wordt niets teruggezet
      Gegeven het dossier is aan het archief overgedragen
      Als het secretariaat het dossier uit het archief terugzet waar al is vastgelegd
      Dan wordt er niets teruggezet, omdat daar al een dossier is

    @S13
    Scenario: Een beschadigd archief wordt niet teruggezet
      Gegeven het dossier is aan het archief overgedragen
      En iemand heeft daarin een letter in een register gewijzigd
      Als het secretariaat het dossier uit het archief terugzet waar nog niets is vastgelegd
      Dan wordt er niets teruggezet, omdat het archief niet klopt

  Regel: Een reservekopie maken houdt niemand op

    @S13
    Scenario: Er wordt doorgewerkt terwijl de reservekopie wordt gemaakt
      Als het secretariaat een reservekopie maakt terwijl een ander een partij vastlegt
      Dan is de reservekopie gelijk aan het dossier van het moment waarop zij begon
      En staat de partij die er intussen bij kwam wel in het dossier

    @S13
    Scenario: De reservekopie wordt teruggezet
      Gegeven een reservekopie van het dossier
      Als het secretariaat de reservekopie terugzet waar nog niets is vastgelegd
      Dan is het teruggezette dossier gelijk aan het oude, tot op de letter
