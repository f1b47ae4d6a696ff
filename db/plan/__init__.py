"""The planner: what a client selects becomes one SQL statement that yields the JSON of the answer.

selection   what was asked for, free of GraphQL's syntax tree
catalog     which field is which column, relation, aggregate or computation
build       the walk over both, and the parameters it collects
listed      what a connection lists, in which orders
pages       connections: keyset pages, counts, cursors
filters     `where` and `query` become conditions
compile     the expression becomes text, once; a plan is that text and where its arguments come from

Nothing here holds a connection: a plan is data, and running it is `db.answering`'s work.
"""
