# language: nl
Functionaliteit: Ondertekende PDF's
  Wat telt is wat een handtekening dekt. De secretaris krijgt de vastgestelde tekst terug als PDF die digitaal is ondertekend,
  en legt voor elke partij de handtekening vast die van haar is: met haar eigen dag, en met wat er over het certificaat is
  nagegaan. Een handtekening onder een andere tekst, of onder een tekst die daarna is veranderd, wordt niet vastgelegd.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"
    En de vastgestelde tekst is een PDF die openstaat voor ondertekening

  @S2
  Scenario: Van een PDF met twee handtekeningen krijgt elke partij de hare
    Gegeven de PDF is ondertekend door "2. Voorbeeld" en daarna door "3. Voorbeeld"
    Als daaruit de handtekening van "2. Voorbeeld" wordt vastgelegd voor "gem-a"
    En daaruit de handtekening van "3. Voorbeeld" wordt vastgelegd voor "gem-b"
    Dan staat bij "gem-a" een certificaat op naam van "2. Voorbeeld"
    En staat bij "gem-b" een certificaat op naam van "3. Voorbeeld"

  @S2
  Scenario: Welke handtekening is bedoeld moet worden gezegd
    Gegeven de PDF is ondertekend door "2. Voorbeeld" en daarna door "3. Voorbeeld"
    Als daaruit een handtekening wordt vastgelegd voor "gem-a", zonder te zeggen welke
    Dan wordt niets vastgelegd, en worden "2. Voorbeeld" en "3. Voorbeeld" genoemd

  @S2
  Scenario: Een tijdstempel van het document is bewijs en geen persoon
    Gegeven de PDF is ondertekend door "2. Voorbeeld"
    En daarna heeft de PDF een tijdstempel gekregen
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan staat bij "gem-a" een certificaat op naam van "2. Voorbeeld"

  @S2
  Scenario: Een tekst die voor het ondertekenen is verwisseld is niet de vastgestelde
    Gegeven de tekst van de PDF is vervangen en daarna ondertekend
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan wordt niets vastgelegd, omdat "wat op bladzijde 1 staat vervangen"

  @S2
  Abstract Scenario: Wat er na het ondertekenen gebeurt doet de handtekening vallen
    Gegeven een ondertekende PDF waarvan <wat er gebeurde>
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan wordt niets vastgelegd, omdat "<reden>"

    Voorbeelden:
      | wat er gebeurde                           | reden                                                    |
      | een afdekking is weggehaald               | een lettertype of afbeelding van bladzijde 1 vervangen   |
      | een veld over de tekst is veranderd       | het veld bedrag veranderd                                |
      | een tweede document in de plaats kwam     | het hele document verwisseld                             |
      | de tekst daarna is overschreven           | wat op bladzijde 1 staat vervangen                       |
      | er inhoud achter is geplakt               | bytes die bij geen versie horen                          |
      | de handtekening om iets heen is gelegd    | waar alleen de handtekening zelf mag staan               |
      | er iets over de tekst is gelegd           | iets over de tekst gelegd                                |
      | een vergrendeld veld is veranderd         | vergrendelt het veld bedrag                              |
      | verder is getekend waar dat verboden was  | verbiedt elke verandering                                |

  @S2
  Scenario: Wat de waarmerking toestaat doet de handtekening niet vallen
    Gegeven een gewaarmerkte PDF waarin daarna een veld is ingevuld dat ingevuld mocht worden
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan staat bij "gem-a" een certificaat op naam van "P. Voorbeeld"
    En wordt gezegd "na deze handtekening zijn velden ingevuld"

  @S2
  Scenario: Zonder wortelcertificaten staat vast dat vertrouwen niet is nagegaan
    Gegeven de PDF is ondertekend door "2. Voorbeeld"
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan staat bij "gem-a" "vertrouwen niet nagegaan"
    En vertelt het verhaal van het convenant "te vertrouwen is, is niet nagegaan"

  @S2
  Scenario: Met wortelcertificaten staat vast waartegen het certificaat is gehouden
    Gegeven de PDF is ondertekend door "2. Voorbeeld"
    En er zijn wortelcertificaten opgegeven
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan staat bij "gem-a" "nagegaan tot Voorbeeld Root CA"
    En vertelt het verhaal van het convenant "leidt naar het vertrouwde wortelcertificaat “Voorbeeld Root CA”"

  @S2
  Abstract Scenario: Op een certificaat dat niet deugt rust geen handtekening
    Gegeven de PDF is ondertekend met een certificaat dat <gebrek>
    En er zijn wortelcertificaten opgegeven
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan wordt niets vastgelegd, omdat "<reden>"

    Voorbeelden:
      | gebrek                    | reden                                   |
      | zelf is gemaakt           | de uitgever is onbekend                 |
      | toen was verlopen         | was op de dag van tekenen               |
      | is ingetrokken            | het certificaat is ingetrokken          |

  @S2
  Scenario: De dag is die van een vertrouwd tijdstempel
    Gegeven de PDF is ondertekend door "2. Voorbeeld" met een tijdstempel van drie dagen geleden
    En er zijn wortelcertificaten opgegeven
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan is de dag van "gem-a" die van het tijdstempel
    En staat bij "gem-a" "dag volgens een vertrouwd tijdstempel"

  @S2
  Scenario: Een andere naam in het certificaat wordt gezegd en niet geweigerd
    Gegeven de PDF is ondertekend door "Z. Anders"
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    Dan staat bij "gem-a" een certificaat op naam van "Z. Anders"
    En wordt gezegd "het certificaat staat op naam van Z. Anders; vastgelegd is 2. Voorbeeld"

  @S2 @S14
  Scenario: Met de persoon wordt ook de naam in het certificaat gewist
    Gegeven de PDF is ondertekend door "Z. Anders"
    Als daaruit de handtekening wordt vastgelegd voor "gem-a"
    En "p-2" wordt gewist
    Dan staat bij "gem-a" nog wel het certificaat, en geen naam
