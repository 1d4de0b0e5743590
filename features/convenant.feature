# language: nl
Functionaliteit: Het leven van een convenant
  Een procesmatig convenant volgt een eerdere overeenkomst op en gaat alleen over vorm en structuur.

  Achtergrond:
    Gegeven de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"

  @S1
  Scenario: Van concept naar van kracht en ten einde
    Als het convenant op 1-11-2025 wordt opengesteld
    En het convenant op 1-1-2026 van kracht wordt
    En het convenant op 1-10-2026 eindigt
    Dan is het convenant "beëindigd"

  @S1
  Scenario: Een convenant wordt niet van kracht voordat het is opengesteld
    Als het convenant op 1-1-2026 van kracht wordt
    Dan wordt dit geweigerd omdat de stappen van het convenant op volgorde gaan

  @S1
  Scenario: Een stap ligt niet voor de vorige stap
    Gegeven het convenant is opengesteld op 1-11-2025
    Als het convenant op 1-10-2025 van kracht wordt
    Dan wordt dit geweigerd omdat de stappen van het convenant op volgorde gaan

  @S1
  Scenario: Een convenant heeft ten minste twee partijen
    Als een convenant wordt opgesteld met alleen "gem-a"
    Dan wordt dit geweigerd omdat een convenant ten minste twee partijen heeft

  @S1
  Scenario: Wat de voorganger nalaat wordt afgehandeld
    Gegeven dat de voorganger op 1-10-2025 het archief nalaat
    Als het archief op 1-12-2025 is afgehandeld
    Dan noemt de geschiedenis van het convenant de stap "nalatenschap" met uitkomst "Overgebracht"

  @S1
  Scenario: Wat de voorganger nalaat wordt één keer afgehandeld
    Gegeven dat de voorganger op 1-10-2025 het archief nalaat
    En dat het archief op 1-12-2025 is afgehandeld
    Als het archief op 2-12-2025 is afgehandeld
    Dan wordt dit geweigerd omdat een nalatenschap één keer wordt afgehandeld

  @S1
  Scenario: Wie is gevraagd antwoordt, en wie niet antwoordt is zichtbaar
    Gegeven dat op 10-9-2025 "gem-a, gem-b" worden geconsulteerd tot en met 30-9-2025
    En dat "gem-a" op 12-9-2025 antwoordt met opmerkingen
    Als de ronde op 1-10-2025 wordt gesloten
    Dan noemt de geschiedenis van het convenant de stap "consultatie" met uitkomst "1 van 2 geantwoord"

  @S1
  Scenario: Een antwoord dat nog ontbreekt is te doen
    Gegeven dat op 10-9-2025 "gem-a, gem-b" worden geconsulteerd tot en met 30-9-2025
    Dan is op 1-10-2025 te doen "Antwoorden in de consultatie"

  @S1
  Abstract Scenario: Alleen wie is gevraagd antwoordt, één keer
    Gegeven dat op 10-9-2025 "gem-a, gem-b" worden geconsulteerd tot en met 30-9-2025
    En dat "gem-a" op 12-9-2025 antwoordt met akkoord
    Als "<partij>" op <dag> antwoordt met bezwaar
    Dan wordt dit geweigerd omdat elke gevraagde partij één keer antwoordt

    Voorbeelden:
      | partij | dag       |
      | prov   | 13-9-2025 |
      | gem-a  | 13-9-2025 |
      | gem-b  | 9-9-2025  |

  @S1 @S15
  Scenario: Een vastgestelde versie wordt opengesteld
    Gegeven een vergadering van "overleg" op 12-3-2026 is gepland
    En dat versie "v1" van het convenant bestaat sinds 1-10-2025 met de hash van "het concept"
    En de vergadering is gehouden met "prov, gem-a, gem-b"
    En dat het overleg besluit "b1"
    En dat versie "v1" wordt vastgesteld bij besluit "b1"
    Als het convenant op 1-4-2026 wordt opengesteld
    Dan wordt dit vastgelegd

  @S1
  Scenario: Zonder vastgestelde versie wordt niet opengesteld
    Gegeven dat versie "v1" van het convenant bestaat sinds 1-10-2025 met de hash van "het concept"
    Als het convenant op 1-11-2025 wordt opengesteld
    Dan wordt dit geweigerd omdat eerst een versie wordt vastgesteld

  @S1 @S13
  Scenario: Een stuk is herkenbaar aan zijn hash
    Als versie "v1" van het convenant bestaat sinds 1-10-2025 met de hash van "fout"
    Dan wordt dit geweigerd omdat de hash van een stuk 64 cijfers telt

  @S1
  Scenario: Versies horen bij een concept
    Gegeven het convenant is opengesteld op 1-11-2025
    Als versie "v2" van het convenant bestaat sinds 2-11-2025 met de hash van "het concept"
    Dan wordt dit geweigerd omdat versies horen bij een concept

  @S1
  Scenario: Het quorum voor inwerkingtreding is een deel van de partijen
    Als een convenant wordt opgesteld met "3/2" als quorum
    Dan wordt dit geweigerd omdat het quorum een deel van de partijen is

  @S1 @S2
  Scenario: Met genoeg handtekeningen wordt het convenant van kracht
    Gegeven een convenant met "2/3" als quorum is opengesteld op 1-11-2025
    En "gem-a" heeft dat convenant ondertekend
    En "gem-b" heeft dat convenant ondertekend
    Als dat convenant op 1-1-2026 van kracht wordt
    Dan wordt dit vastgelegd

  @S1 @S2
  Scenario: Met te weinig handtekeningen wordt het niet van kracht
    Gegeven een convenant met "2/3" als quorum is opengesteld op 1-11-2025
    En "gem-a" heeft dat convenant ondertekend
    Als dat convenant op 1-1-2026 van kracht wordt
    Dan wordt dit geweigerd omdat het quorum voor inwerkingtreding niet is gehaald

  @S1
  Scenario: Een wijziging wordt van kracht als allen haar opnieuw ondertekenen
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    En dat op 1-3-2026 een wijziging wordt voorgesteld
    En dat "prov" op 10-3-2026 de wijziging ondertekent
    En dat "gem-a" op 10-3-2026 de wijziging ondertekent
    En dat "gem-b" op 10-3-2026 de wijziging ondertekent
    Als de wijziging op 1-4-2026 van kracht wordt
    Dan noemt de geschiedenis van het convenant de stap "wijziging" met uitkomst "van kracht"

  @S1
  Scenario: Zolang een partij ontbreekt wordt een wijziging niet van kracht
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    En dat op 1-3-2026 een wijziging wordt voorgesteld
    En dat "prov" op 10-3-2026 de wijziging ondertekent
    Als de wijziging op 1-4-2026 van kracht wordt
    Dan wordt dit geweigerd omdat een wijziging opnieuw wordt ondertekend
    En is "gem-a" onder de wijziging "nog niet ondertekend"

  @S1
  Scenario: Een concept wordt niet gewijzigd maar opnieuw opgesteld
    Als op 1-3-2026 een wijziging wordt voorgesteld
    Dan wordt dit geweigerd omdat alleen een convenant van kracht wordt gewijzigd

  @S1
  Scenario: Een partij treedt toe en ondertekent
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    En de partij "buur" met vertegenwoordiger "p-8"
    En dat "buur" op 1-2-2026 toetreedt
    Als "p-8" op 3-2-2026 ondertekent namens "buur"
    Dan staat in het ondertekeningsregister dat "buur" op 3-2-2026 heeft ondertekend

  @S1
  Scenario: Wie al partij is treedt niet toe
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    Als "gem-a" op 1-2-2026 toetreedt
    Dan wordt dit geweigerd omdat een partij één keer toetreedt en er twee overblijven

  @S1
  Scenario: Er blijven ten minste twee partijen over
    Gegeven het convenant is van kracht sinds 1-1-2026, door allen ondertekend
    En dat "gem-a" met 31-3-2026 als laatste dag uittreedt
    Als "gem-b" met 30-4-2026 als laatste dag uittreedt
    Dan wordt dit geweigerd omdat een partij één keer toetreedt en er twee overblijven

  @S1
  Scenario: Thema's hangen aan een overleg en niet aan het convenant
    Gegeven dat het thema "wonen" loopt sinds 1-1-2025
    Als het thema "wonen" vanaf 1-2-2026 aan "overleg" hangt
    Dan heeft "overleg" op 1-2-2026 het thema "Wonen"
    En heeft "overleg" op 31-1-2026 het thema ""

  @S1
  Scenario: Een thema dat is vervallen wordt niet meer gebruikt
    Gegeven dat het thema "wonen" loopt sinds 1-1-2025
    En dat het thema "wonen" op 1-1-2026 vervalt
    Als het thema "wonen" vanaf 1-2-2026 aan "overleg" hangt
    Dan wordt dit geweigerd omdat een thema loopt als het wordt gebruikt
