"""GraphQL over a WebSocket, by the protocol that is called graphql-transport-ws.

closing      why a socket is closed, as the protocol numbers it
messages     a text becomes one of the protocol's messages, or closes the socket
socket       one WebSocket: texts in and out, and its end
connection   one client: it says who it is, begins operations and ends them
endpoint     /graphql: the subprotocol is agreed on, and a connection served
"""
