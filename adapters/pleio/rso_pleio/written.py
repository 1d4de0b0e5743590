"""The place up to release 0.2 of `rso_pleio.rendered_item`; for one release."""

from rso_pleio.old_names import forward

__getattr__ = forward(
    "rso_pleio.written",
    "rso_pleio.rendered_item",
    {
        "Written": "RenderedItem",
        "group_standing": "group_content_hash",
        "group_wanted": "group_desired_hash",
        "standing": "content_hash",
    },
)
