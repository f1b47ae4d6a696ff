"""An import asked for as a client asks: in full, and by its decisions."""

from typing import Any

from domain.ids import ImportId, Kind, encode
from tests.client import Client

IMPORT = """
fragment Shown on CustomerImport {
  id status phase failure { code message }
  plan {
    digest groupsToCreate customFieldsToCreate groupMoves notReadyAfter { blocker count }
    counts { rows created updated unchanged skipped rejected warnings }
  }
  counts { rows created updated unchanged skipped rejected warnings }
  rows(first: 50) {
    totalCount
    nodes {
      number outcome customer { displayName }
      cells { column raw normalized } issues { code } changes { field before after }
    }
  }
}
"""
ASK = f"query($id: ID!) {{ customerImport(id: $id) {{ ...Shown }} }} {IMPORT}"
CONFIGURE = f"""
mutation(
  $id: ID!, $mapping: [ColumnMappingInput!], $dialect: DialectInput, $options: ImportOptionsInput
) {{
  it: customerImportConfigure(id: $id, mapping: $mapping, dialect: $dialect, options: $options) {{
    customerImport {{ ...Shown }} userErrors {{ field code message }}
  }}
}} {IMPORT}
"""
COMMIT = f"""
mutation($id: ID!, $digest: String!) {{
  it: customerImportCommit(id: $id, planDigest: $digest) {{
    customerImport {{ ...Shown }} userErrors {{ field code message }}
  }}
}} {IMPORT}
"""
CANCEL = f"""
mutation($id: ID!) {{
  it: customerImportCancel(id: $id) {{
    customerImport {{ ...Shown }} userErrors {{ field code message }}
  }}
}} {IMPORT}
"""


async def shown(client: Client, import_id: ImportId) -> Any:
    """Return everything about an import."""
    return (await client.data(ASK, {"id": encode(Kind.IMPORT, import_id)}))["customerImport"]


async def decide(client: Client, mutation: str, import_id: ImportId, **variables: Any) -> Any:
    """Return the payload of a decision."""
    return (await client.data(mutation, {"id": encode(Kind.IMPORT, import_id), **variables}))["it"]


def counts(**given: int) -> dict[str, int]:
    """Return all counts, those that are not given as zero, and `rows` as their sum."""
    names = ("created", "updated", "unchanged", "skipped", "rejected")
    outcomes = {name: given.get(name, 0) for name in names}
    return {"rows": sum(outcomes.values()), **outcomes, "warnings": given.get("warnings", 0)}
