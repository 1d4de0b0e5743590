# language: nl
Functionaliteit: Wat in het dossier kan komen te staan
  Wat is vastgelegd blijft staan. Daarom komt er niets in wat een lezer niet ziet, niet kan lezen of niet kan plaatsen:
  dat wordt geweigerd voordat het er staat, met het veld, het teken en hoe het wel kan.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S14
  Abstract Scenario: In een naam staat niets wat een lezer niet ziet
    Als een partij wordt vastgelegd met in haar naam <een teken>
    Dan wordt dit geweigerd omdat in een tekst alleen staat wat een lezer ziet
    En noemt de weigering het veld "naam" en het teken "<nummer>"

    Voorbeelden:
      | een teken                             | nummer |
      | een nulteken                          | U+0000 |
      | een stuurteken voor het scherm        | U+001B |
      | een teken dat de leesrichting omkeert | U+202E |
      | een spatie zonder breedte             | U+200B |
      | een regeleinde                        | U+000A |

  @S14
  Scenario: Een letter is dezelfde letter, hoe zij ook is getypt
    Gegeven dat de partij "Súdwest" is vastgelegd met losse accenten onder het kenmerk "brief-7"
    Als dezelfde partij nog eens wordt vastgelegd zonder losse accenten onder het kenmerk "brief-7"
    Dan staat er niets nieuws in het dossier
    En heet de partij in het register "Súdwest"

  @S14
  Scenario: Een toelichting telt meer regels
    Als een signaal wordt vastgelegd met als toelichting twee regels
    Dan wordt dit vastgelegd

  @S14
  Abstract Scenario: Een naam past op een regel
    Als een partij wordt vastgelegd met een naam van <aantal> letters
    Dan wordt dit <gevolg>

    Voorbeelden:
      | aantal | gevolg                                                  |
      | 200    | vastgelegd                                              |
      | 201    | geweigerd omdat een naam past op een regel              |
      | 900000 | geweigerd omdat een naam past op een regel              |

  @S14
  Abstract Scenario: Een dag ligt in een tijd waarmee ieder kan rekenen
    Als een partij wordt vastgelegd met ingang van <dag>
    Dan wordt dit <gevolg>

    Voorbeelden:
      | dag        | gevolg                                                           |
      | 1-1-1900   | vastgelegd                                                       |
      | 31-12-1899 | geweigerd omdat een dag ligt in een tijd waarmee ieder kan rekenen |
      | 31-12-2199 | vastgelegd                                                       |
      | 1-1-2200   | geweigerd omdat een dag ligt in een tijd waarmee ieder kan rekenen |

  @S7 @S14
  Scenario: Een getal heeft een grootte die voorkomt
    Als een termijn om signalen te beantwoorden van een miljoen dagen wordt vastgelegd
    Dan wordt dit geweigerd omdat een getal een grootte heeft die voorkomt

  @S14
  Abstract Scenario: Een mailadres is een adres waar post heen kan
    Als een persoon wordt vastgelegd met als adres "<adres>"
    Dan wordt dit <gevolg>

    Voorbeelden:
      | adres                          | gevolg                                                        |
      | a.voorbeeld@gemeente.example   | vastgelegd                                                    |
      | a.voorbeeld@Gemeente.Example   | vastgelegd                                                    |
      | a.voorbeeld                    | geweigerd omdat een mailadres een adres is waar post heen kan |
      | A. Voorbeeld <a@gemeente.example> | geweigerd omdat een mailadres een adres is waar post heen kan |
      | a.voorbeeld@localhost          | geweigerd omdat een mailadres een adres is waar post heen kan |

  @S14
  Abstract Scenario: Wie iets vastlegt staat er met een kenmerk, en nooit met een naam
    Als "<wie>" een partij vastlegt
    Dan wordt dit <gevolg>

    Voorbeelden:
      | wie                    | gevolg                                                |
      | office:secretariaat    | vastgelegd                                            |
      | person:p-1             | vastgelegd                                            |
      | party:gem-a            | vastgelegd                                            |
      | party:buur             | vastgelegd                                            |
      | A. Voorbeeld           | geweigerd omdat wie vastlegt een bekend kenmerk heeft |
      | person:A. Voorbeeld    | geweigerd omdat wie vastlegt een bekend kenmerk heeft |
      | person:burgemeester    | geweigerd omdat wie vastlegt een bekend kenmerk heeft |
      | party:gem-z            | geweigerd omdat wie vastlegt een bekend kenmerk heeft |
      | body:overleg           | geweigerd omdat wie vastlegt een bekend kenmerk heeft |

  @S14
  Abstract Scenario: Wat er vroeger in kwam te staan houdt niemand van lezen af
    Gegeven dat een partij is vastgelegd in een tijd zonder deze regels, met in haar naam <een teken>
    Als naar die partij wordt gekeken
    Dan leest een lezer in het register en in het verhaal haar naam met "<nummer>" op die plaats

    Voorbeelden:
      | een teken                             | nummer |
      | een nulteken                          | U+0000 |
      | een stuurteken voor het scherm        | U+001B |
      | een teken dat de leesrichting omkeert | U+202E |
