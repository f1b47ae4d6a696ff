"""GraphQL's verbs: arguments in, a plan or a use case, and what is answered out."""
