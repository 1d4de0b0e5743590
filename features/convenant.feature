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
