"""The schema's linter: Relay's shapes, names by one pattern, and a description on everything."""

from pathlib import Path

from app.settings import CHECKOUT
from tests.clients.running import said_by

FLAWED = '''\
"""Questions."""
type Query {
  """All of them."""
  things(first: Int): ThingConnection!
}

"""A thing."""
type Thing {
  """Its name."""
  Name: String
}

"""A page."""
type ThingConnection {
  """The entries."""
  nodes: [Thing!]!
}

"""What is done."""
type Mutation {
  """Makes one."""
  thingCreate: Boolean!
}
'''


async def test_nothing_is_to_be_said_about_the_schema() -> None:
    """What is not followed stands in `eslint.config.mjs` with its reason."""
    assert await said_by("lint.mjs", str(CHECKOUT / "schema" / "schema.graphql")) == []


async def test_each_kind_of_flaw_is_found(tmp_path: Path) -> None:
    """The rules are really on."""
    flawed = tmp_path / "flawed.graphql"
    flawed.write_text(FLAWED)

    found = await said_by("lint.mjs", str(flawed))

    assert {(finding["line"], finding["rule"]) for finding in found} == {
        *[(4, "relay-arguments"), (4, "require-description")],
        *[(8, "strict-id-in-types"), (8, "no-unreachable-types"), (10, "naming-convention")],
        *[(14, "relay-connection-types"), (14, "no-unreachable-types")],
        (22, "no-scalar-result-type-on-mutation"),
    }
