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

  @S6
  Scenario: Een rol zonder plaatsvervanger is zichtbaar
    Gegeven de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    Dan ontbreekt op 1-2-2026 bij de rol "Voorzitter": geen plaatsvervanger

  @S6
  Scenario: Een rol met plaatsvervanger heeft geen gat
    Gegeven "p-9" vertegenwoordigt "prov"
    Als de rol "vz" vanaf 1-1-2026 wordt vervuld door "p-1" met "p-9" als plaatsvervanger namens "prov"
    Dan ontbreekt op 1-2-2026 bij de rol "Voorzitter" niets

  @S6
  Scenario: Een houder die vertrekt laat een gat
    Gegeven "p-9" vertegenwoordigt "prov"
    En dat de rol "vz" vanaf 1-1-2026 wordt vervuld door "p-1" met "p-9" als plaatsvervanger namens "prov"
    Als "p-1" van "prov" met 28-2-2026 als laatste dag vertrekt
    Dan ontbreekt op 1-3-2026 bij de rol "Voorzitter": houder heeft de organisatie verlaten
    En is op 1-3-2026 te doen "Opvolger aanwijzen: Voorzitter"

  @S6
  Scenario: De plaatsvervanger is een ander
    Als de rol "vz" vanaf 1-1-2026 wordt vervuld door "p-1" met "p-1" als plaatsvervanger namens "prov"
    Dan wordt dit geweigerd omdat de plaatsvervanger een ander is

  @S6
  Scenario: Een opvolger aanvaardt de rol als alles is overgedragen
    Gegeven "p-9" vertegenwoordigt "prov"
    En de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    En dat het actiepunt "Lijst maken" van "overleg" op 1-2-2026 wordt afgesproken voor 1-6-2026
    En dat de overdracht van de rol "vz" van "p-1" aan "p-9" per 1-4-2026 wordt aangekondigd
    En dat de overdracht op 1-3-2026 begint
    En dat op 2-3-2026 "action a1" wordt overgedragen
    En dat op 2-3-2026 "sleutel" wordt overgedragen
    Als de opvolger de rol op 20-3-2026 aanvaardt
    Dan vervult "p-9" op 1-4-2026 de rol "Voorzitter"
    En vervult "p-1" op 31-3-2026 de rol "Voorzitter"

  @S6
  Scenario: Zolang er zaken zijn over te dragen wordt een rol niet aanvaard
    Gegeven "p-9" vertegenwoordigt "prov"
    En de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    En dat de overdracht van de rol "vz" van "p-1" aan "p-9" per 1-4-2026 wordt aangekondigd
    En dat de overdracht op 1-3-2026 begint
    Als de opvolger de rol op 20-3-2026 aanvaardt
    Dan wordt dit geweigerd omdat er nog zaken zijn over te dragen
    En is op 20-3-2026 te doen "Overdracht afronden: Voorzitter"

  @S6
  Scenario: Een overdracht heeft haar stappen
    Gegeven "p-9" vertegenwoordigt "prov"
    En de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    En dat de overdracht van de rol "vz" van "p-1" aan "p-9" per 1-4-2026 wordt aangekondigd
    En dat de overdracht op 1-3-2026 wordt afgeblazen
    Als de overdracht op 2-3-2026 begint
    Dan wordt dit geweigerd omdat een overdracht haar stappen heeft

  @S6
  Scenario: De opvolger is een ander
    Gegeven de rol "vz" is vanaf 1-1-2026 toegewezen aan "p-1" namens "prov"
    Als de overdracht van de rol "vz" van "p-1" aan "p-1" per 1-4-2026 wordt aangekondigd
    Dan wordt dit geweigerd omdat de opvolger een ander is
