"""GraphQL on top of the planner: Strawberry's schema, the plan cache, and the bytes of an answer.

schema       Strawberry's schema, and which root field is of which kind
documents    a document becomes one operation, parsed and validated
limits       how much one operation may ask for
weighing     whether a document asks for more
nesting      whether the values beside it hold more
costs        what an operation costs
variables    what a request brings, coerced to its types
operations   the plan cache: an operation's planned root fields for each shape of its variables
planning     how long that takes, for a trace
answering    a variant is run and its answers put together as bytes
subscriptions  a planned field is read again at each moment, until the last
engine       all of it, as the transports use it
ordinary     what can't be planned, such as introspection, goes through graphql-core
errors       what a client is told when something is refused or broken
"""
