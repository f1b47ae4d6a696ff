"""GraphQL on top of the planner: Strawberry's schema, the plan cache, and the bytes of an answer.

schema       Strawberry's schema, and which root field is of which kind
operations   a document becomes variants of planned root fields, kept for the next request
answering    a variant is run and its answers put together as bytes
ordinary     what can't be planned, such as introspection, goes through graphql-core
errors       what a client is told when something is refused or broken
"""
