# language: nl
Functionaliteit: Rollen
  Rollen worden vervuld door een partij en namens haar door een persoon. Wat open staat is zichtbaar.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S6
  Scenario: Een rol wordt vervuld vanaf een dag
    Als de rol "vz" vanaf 1-1-2026 wordt toegewezen aan "p-1" namens "prov"
    Dan vervult "p-1" op 1-1-2026 de rol "Voorzitter"
    En is de rol "Voorzitter" op 31-12-2025 vacant

  @S6
  Scenario: Een rol heeft één houder tegelijk
    Gegeven de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    Als de rol "vz" vanaf 1-3-2026 wordt toegewezen aan "p-1" namens "prov"
    Dan wordt dit geweigerd omdat een rol één houder tegelijk heeft

  @S6
  Scenario: De opvolger begint waar de voorganger eindigt
    Gegeven de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    En de toewijzing van "p-1" eindigt op 28-2-2026
    Als de rol "vz" vanaf 1-3-2026 wordt toegewezen aan "p-1" namens "prov"
    Dan vervult "p-1" op 1-3-2026 de rol "Voorzitter"

  @S6
  Scenario: Een rol die het convenant aan een partij geeft, blijft bij die partij
    Als de rol "vz" vanaf 1-1-2026 wordt toegewezen aan "p-2" namens "gem-a"
    Dan wordt dit geweigerd omdat de rol bij een bepaalde partij hoort

  @S6
  Scenario: Alleen een lopende toewijzing wordt beëindigd
    Gegeven de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    Als de toewijzing van "p-1" op 1-12-2025 wordt beëindigd
    Dan wordt dit geweigerd omdat alleen een lopende toewijzing eindigt

  @S6
  Scenario: Een rol kent ten minste één houder
    Als een rol met nul houders wordt ingesteld
    Dan wordt dit geweigerd omdat een rol ten minste één houder kent

  @S6
  Scenario: Een mandaat wordt één keer ingetrokken, binnen zijn looptijd
    Als het mandaat van "p-2" van "gem-a" op 1-12-2020 wordt ingetrokken
    Dan wordt dit geweigerd omdat alleen een lopend mandaat wordt ingetrokken

  @S6
  Scenario: Een periode eindigt niet voor zij begint
    Als "gem-a" aan "p-2" een mandaat geeft van 1-2-2026 tot 31-1-2026
    Dan wordt dit geweigerd omdat een periode niet eindigt voor zij begint
