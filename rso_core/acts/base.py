"""What acts are made of; see `rso_core.domain.act`."""

from rso_core.domain.act import Act, act_classes, acts_by_hand, field_help, replace, said

__all__ = ["Act", "act_classes", "acts_by_hand", "field_help", "replace", "said"]
