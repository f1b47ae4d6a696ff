"""HTTP around GraphQL: how a request is read, who sends it, and what it is answered with.

negotiation  which media type and which language the client wants
refusals     what the transport itself refuses, as GraphQL errors with the right status
sender       who sends a request, by its headers
streams      which streams are open
event_stream results one after the other, as server-sent events
reading      a GET, a JSON body or a multipart form becomes a GraphQL request
forms        what a multipart form holds, and where its files belong
endpoint     /graphql: the above, then the operation, then the bytes
"""
