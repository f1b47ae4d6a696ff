"""How much one operation may ask for."""

# Of the document. The largest that code generators and explorers send, introspection, has 190 tokens.
MAX_DOCUMENT_BYTES = 16 * 1024
MAX_TOKENS = 1_000
MAX_ROOT_FIELDS = 10
# Fragments counted where they are spread; a page of a page of a page has eleven.
MAX_DEPTH = 12
# Introspection asks for the type of a list of a list; its depth costs nothing but time, and little.
MAX_INTROSPECTION_DEPTH = 20
MAX_FIELDS = 2_000
# Of one field in one place, wherever the fragments say so.
MAX_ALIASES = 15
# Of one response key written out in one place, which a client that puts documents together does now and then.
MAX_REPETITIONS = 20
MAX_DIRECTIVES = 50
MAX_DIRECTIVES_HERE = 5

# Of the values in it and beside it. Lists and objects in each other: some twenty filters within filters.
MAX_VALUE_DEPTH = 50
MAX_LIST_LENGTH = 10_000

# Of the whole, in points (app.graphql.costs): 250 customers with 50 payments each are 25,000.
MAX_COST = 100_000
# To read what can't be run is work, too.
INVALID_COST = 20
# Until a query or mutation is answered. Longer than a statement may take (db.reading), and it has several.
OPERATION_TIMEOUT_S = 30.0

# Of the answer, in which the rest would only repeat the first ones.
MAX_ERRORS = 5
