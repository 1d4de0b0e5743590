# language: nl
Functionaliteit: Inzet binnen bestaande middelen
  Wat is afgesproken aan uren, geld of capaciteit, wat is toegezegd op welke grond, en wat nog ontbreekt.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S7
  Scenario: Het verschil tussen afgesproken en toegezegd, tot op de cent
    Gegeven dat "prov" spreekt "1000.10" euro af voor 2026
    En dat "prov" zegt op 5-1-2026 "600.05" euro toe op grond van een wettelijke taak
    Dan is op 1-2-2026 nog "400.05" euro niet toegezegd
    En is op 1-2-2026 te doen "Inzet toezeggen: 400.05 euro"

  @S7
  Scenario: Een toezegging die wordt ingetrokken laat een gat
    Gegeven dat "prov" spreekt "1000.10" euro af voor 2026
    En dat "prov" zegt op 5-1-2026 "1000.10" euro toe op grond van een vaste bijdrage
    Als de toezegging van 5-1-2026 op 1-6-2026 wordt ingetrokken
    Dan is op 31-5-2026 nog "0.00" euro niet toegezegd
    En is op 1-6-2026 nog "1000.10" euro niet toegezegd

  @S7
  Scenario: Inzet hoort bij een lopende afspraak van die partij
    Gegeven dat "prov" spreekt "1000.10" euro af voor 2026
    Als "gem-a" zegt op 5-1-2026 "600" euro toe op grond van een dienstverleningsovereenkomst
    Dan wordt dit geweigerd omdat inzet hoort bij een lopende afspraak van die partij

  @S7
  Abstract Scenario: Geld is meer dan nul en op de cent
    Als "prov" spreekt "<bedrag>" euro af voor 2026
    Dan wordt dit geweigerd omdat een hoeveelheid groter is dan nul

    Voorbeelden:
      | bedrag |
      | 0      |
      | -5     |
      | 1.005  |
