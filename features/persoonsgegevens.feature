# language: nl
Functionaliteit: Persoonsgegevens: bewaren zolang het nodig is, inzien, en wissen
  Wat iemand deed blijft in het dossier staan; de naam van wie het deed niet langer dan nodig. Wie gewist is, is nergens
  meer bij naam te vinden, ook niet als het dossier van een eerder moment wordt opgevraagd.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S13
  Abstract Scenario: Een naam wordt bewaard tot de termijn van de rol voorbij is
    Gegeven dat de bewaartermijn vanaf 1-2-2025 2 jaar is
    En dat de bewaartermijn van de rol "vz" vanaf 1-2-2025 <jaren> jaar is
    En dat "p-1" de rol "vz" vervulde van 1-3-2025 tot en met 31-5-2025
    En dat het mandaat van "p-1" eindigt op 31-12-2025
    Dan worden de gegevens van "p-1" op 1-3-2026 bewaard tot <tot>

    Voorbeelden:
      | jaren | tot      |
      | 10    | 1-6-2035 |
      | 0     | 1-1-2028 |

  @S13
  Scenario: Zonder termijn is er geen einde, en wat loopt houdt de naam vast
    Gegeven dat het mandaat van "p-1" eindigt op 31-12-2025
    Dan is op 1-3-2026 de bewaartermijn van "p-1" "geen termijn"
    En is op 1-3-2026 de bewaartermijn van "p-2" "loopt nog"

  @S13
  Scenario: Een andere termijn telt vanaf haar dag voor iedereen
    Gegeven dat de bewaartermijn vanaf 1-2-2025 10 jaar is
    En dat het mandaat van "p-1" eindigt op 31-12-2025
    En dat de bewaartermijn vanaf 1-2-2026 1 jaar is
    Dan worden de gegevens van "p-1" op 31-1-2026 bewaard tot 1-1-2036
    En worden de gegevens van "p-1" op 1-2-2026 bewaard tot 1-1-2027

  @S13
  Scenario: Een termijn is een aantal hele jaren
    Als de bewaartermijn vanaf 1-2-2026 -1 jaar is
    Dan wordt dit geweigerd omdat een bewaartermijn een aantal jaren is

  @S13 @S14
  Scenario: Wie over de termijn is staat op de lijst, zonder naam bij wat te doen is
    Gegeven dat de bewaartermijn vanaf 1-2-2025 0 jaar is
    En dat het mandaat van "p-1" eindigt op 31-12-2025
    Dan zijn op 1-1-2026 over de termijn: "p-1"
    En is op 1-1-2026 te doen "Gegevens van p-1 kunnen worden gewist"
    En zijn op 31-12-2025 over de termijn: niemand

  @S14
  Scenario: Wissen op verzoek, met de grond erbij
    Gegeven dat het mandaat van "p-2" eindigt op 31-10-2026
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan wordt dit vastgelegd
    En is "p-2" op 20-11-2026 gewist op grond van "Verzoek van 3 november 2026"
    En is de naam "2. Voorbeeld" nergens meer te vinden

  @S14 @U2
  Scenario: Wie gewist is, wordt bij het zoeken niet meer gevonden
    Gegeven zoeken naar "2. Voorbeeld" vindt de persoon "p-2"
    En dat het mandaat van "p-2" eindigt op 31-10-2026
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan vindt zoeken naar "2. Voorbeeld" niets

  @S14 @U2
  Scenario: Ook op een eerder moment staat de naam er niet meer, en de handelingen wel
    Gegeven het convenant is opengesteld op 1-11-2025
    En "p-2" heeft op 3-11-2025 ondertekend namens "gem-a"
    En dat het mandaat van "p-2" eindigt op 31-10-2026
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan is de naam "2. Voorbeeld" ook op 1-12-2025 nergens te vinden
    En blijft vastgelegd dat "p-2" op 3-11-2025 ondertekende namens "gem-a"
    En is aan wat eerder was vastgelegd niets veranderd

  @S14
  Scenario: Wie nog in functie is wordt niet zomaar gewist
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan wordt eerst verteld wat nog loopt: "mandaat (gem-a/m-p-2)"
    En is de naam "2. Voorbeeld" nog te vinden

  @S14
  Scenario: Wie nog in functie is wordt gewist als de grond dat vraagt
    Als "p-2" op 20-11-2026 ondanks een lopende functie wordt gewist op grond van "Uitspraak van de rechter"
    Dan wordt dit vastgelegd
    En is de naam "2. Voorbeeld" nergens meer te vinden

  @S14
  Scenario: Zonder grond wordt niemand gewist
    Als "p-2" op 20-11-2026 ondanks een lopende functie wordt gewist op grond van " "
    Dan wordt dit geweigerd omdat een naam is ingevuld

  @S14
  Scenario: Nog een keer wissen verandert niets
    Gegeven dat het mandaat van "p-2" eindigt op 31-10-2026
    En "p-2" is op 20-11-2026 gewist op grond van "Verzoek van 3 november 2026"
    Als "p-2" op 21-11-2026 wordt gewist op grond van "Nog een verzoek"
    Dan is "p-2" op 21-11-2026 gewist op grond van "Verzoek van 3 november 2026"

  @S6 @S14
  Scenario: Wie is gewist krijgt geen rol meer
    Gegeven "p-2" is op 20-11-2026 gewist op grond van "Verzoek van 3 november 2026"
    Als de rol "vz" vanaf 1-12-2026 wordt toegewezen aan "p-2" namens "prov"
    Dan wordt dit geweigerd omdat iemand die gewist is niets nieuws meer krijgt

  @S13
  Scenario: Een teruggezette reservekopie zonder de sleutels toont geen naam
    Als een reservekopie van het dossier zonder de sleutels wordt teruggezet
    Dan staan in de teruggezette kopie alle handelingen en geen enkele naam

  @S14
  Scenario: Iemand ziet wat er over hem of haar is vastgelegd, en niet de naam van een ander
    Gegeven het convenant is opengesteld op 1-11-2025
    En "p-2" heeft op 3-11-2025 ondertekend namens "gem-a"
    Als "p-2" vraagt wat er is vastgelegd
    Dan noemt het antwoord "2. Voorbeeld"
    En noemt het antwoord "U ondertekende Convenant namens Partij gem-a op 3 november 2025"
    En noemt het antwoord niet "1. Voorbeeld"

  @S14
  Abstract Scenario: Wie iemand registreert die er al lijkt te zijn, zegt dat het een ander is
    Als "<naam>" met het adres "<adres>" wordt geregistreerd, met de vraag of die er al is
    Dan wordt dit geweigerd omdat een persoon één keer wordt geregistreerd
    En noemt de weigering "p-2"

    Voorbeelden:
      | naam         | adres           |
      | 2. voorbeeld | nieuw@x.example |
      | Q. Anders    | P-2@x.example   |

  @S14
  Scenario: Een ander met dezelfde naam
    Als "2. Voorbeeld" wordt geregistreerd als een ander dan "p-2"
    Dan wordt dit vastgelegd
    En staat vast dat het een ander is dan "p-2"

  @S14 @U2
  Scenario: Iemand die twee keer is geregistreerd wordt er één
    Gegeven het is 13-3-2026
    En "2. Voorbeeld" staat ook als "p-22" in het dossier, met een mandaat, een zetel en een actiepunt
    En het is 3-4-2026
    Als "p-22" opgaat in "p-2"
    Dan staat in geen register nog "p-22"
    En heeft "p-2" dat mandaat, die zetel en dat actiepunt
    Maar stond, zoals bekend op 2-4-2026, "p-22" in het register
    En leest "p-2" dat dit is verbeterd

  @S14
  Scenario: Wat in de weg staat wordt genoemd, en kan in één keer mee
    Gegeven "2. Voorbeeld" staat ook als "p-22" in het dossier, en was voor een andere partij bij dezelfde vergadering
    Als "p-22" opgaat in "p-2"
    Dan wordt dit geweigerd omdat alles wat de dubbele noemt de andere kan noemen
    En noemt de weigering de vergadering
    Als "p-22" opgaat in "p-2" en de aanwezigheid tegelijk wordt verbeterd
    Dan wordt dit vastgelegd
    En staat in geen register nog "p-22"

  @S14
  Scenario: Niemand gaat op in zichzelf
    Als "p-2" opgaat in "p-2"
    Dan wordt dit geweigerd omdat een persoon in een andere opgaat

  @S14 @U4
  Scenario: Ook een naam die verkeerd stond en is verbeterd, wordt gewist
    Gegeven de naam van "p-2" is verbeterd van "2. Voorbeeld" in "T. Voorbeeld"
    En dat het mandaat van "p-2" eindigt op 31-10-2026
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan is de naam "2. Voorbeeld" nergens meer te vinden
    En is de naam "T. Voorbeeld" nergens meer te vinden

  @S14
  Scenario: In een ander dossier wordt geen naam uit dit dossier gewist
    Als in een ander dossier, waarin "p-2" iemand anders is, "p-2" wordt gewist met de sleutels van dit dossier
    Dan wordt dat niet gedaan, omdat het de sleutels van een ander dossier zijn
    En is de naam "2. Voorbeeld" nog te vinden

  @S14
  Scenario: Zonder de sleutels van het dossier wordt niemand gewist, en wordt niets zonder namen opgebouwd
    Als de sleutels van het dossier er niet zijn
    Dan wordt dat niet gedaan, omdat de sleutels van het dossier er niet zijn

  @S13 @S14
  Scenario: Een verwisselde sleutel is een naam die niet te lezen is, en houdt niemand tegen
    Gegeven de sleutels van "p-1" en "p-2" zijn verwisseld
    Dan staat "p-2" in het personenregister als "p-2 (naam onleesbaar)"
    En vertelt de controle van het dossier: "de sleutels van p-1, p-2 staan onder een ander"

  @S14
  Scenario: Wie wordt gewist terwijl sleutels verwisseld zijn, neemt de naam van een ander niet mee
    Gegeven de sleutels van "p-1" en "p-2" zijn verwisseld
    En dat het mandaat van "p-2" eindigt op 31-10-2026
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan is de naam "2. Voorbeeld" nergens meer te vinden
    En is de naam "1. Voorbeeld" nog te vinden

  @S14
  Scenario: Een sleutel die na het wissen terugkomt, brengt de naam niet terug
    Gegeven er is een reservekopie van de sleutels
    En dat het mandaat van "p-2" eindigt op 31-10-2026
    En "p-2" is op 20-11-2026 gewist op grond van "Verzoek van 3 november 2026"
    Als de sleutel van "p-2" uit de reservekopie terugkomt
    Dan is de naam "2. Voorbeeld" nergens meer te vinden
    En vertelt de controle van het dossier: "de sleutel van p-2 is er weer"

  @S14
  Scenario: Wie wist, hoort in welke bewaarde bestanden de naam nog staat
    Gegeven dat het mandaat van "p-2" eindigt op 31-10-2026
    En er is eerder een overzicht voor "p-2" en een voor "p-1" bewaard
    Als "p-2" op 20-11-2026 wordt gewist op grond van "Verzoek van 3 november 2026"
    Dan noemt het wissen alleen het overzicht voor "p-2"
