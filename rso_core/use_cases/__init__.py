"""What no act can ask for beforehand: what follows elsewhere from an event, whatever act it came from.

Every act decides by itself (`rso_core.unit_of_work`); here stands only what has to be followed step by step.
"""

from rso_core.use_cases import dockets as dockets
