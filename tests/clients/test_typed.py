"""TypeScript programs: `graphql-codegen` makes their types of our schema, and their compiler is strict."""

from tests.clients.running import HERE, run_node, said_by
from tests.factories import Shop
from tests.streams.conftest import Server

TYPED = HERE / "typed"
COMPILER = str(HERE / "node_modules" / "typescript" / "bin" / "tsc")


async def test_a_typed_program_compiles_and_runs(server: Server, key: str, shop: Shop) -> None:
    """Its types are generated from the server's answer to introspection; what is wrong does not compile."""
    await run_node("codegen.mjs", server.url, key, folder=TYPED)
    await run_node(COMPILER, "--strict", "--project", ".", folder=TYPED)

    said = await said_by("typed/__generated__/js/desk.js", server.url, key)

    assert said == [{"name": "Ada", "phone": "+491713920018", "paid": [], "known": ["no group"]}]
