"""A file that is expected: nothing of it is read from the database, all of it stands in the seed."""

from db.plan.build import Node
from db.plan.json import text_literal
from db.plan.nodes import json_elements, json_member, part

STAGED_UPLOAD: dict[str, Node] = {
    **{name: json_member(name) for name in ("id", "url", "method", "expiresAt", "maxBytes")},
    "headers": json_elements("RequestHeader", lambda staged: staged.op("->")(text_literal("headers"))),
}

REQUEST_HEADER: dict[str, Node] = {name: json_member(name) for name in ("name", "value")}

STAGED_UPLOAD_PAYLOAD: dict[str, Node] = {
    "stagedUpload": part(
        "StagedUpload",
        lambda seed: seed.op("->")(text_literal("stagedUpload")),
        exists=lambda seed: seed.op("?")(text_literal("stagedUpload")),
    ),
    "userErrors": json_elements("InputUserError", lambda seed: seed.op("->")(text_literal("userErrors"))),
}
