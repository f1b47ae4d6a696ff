"""How long files, what was read from them, answers and events are kept once nobody needs them."""

from datetime import timedelta

from domain.import_undo import UNDO_WINDOW

# To send a file to the address that was given for it, once begun.
ARRIVAL_LIMIT = timedelta(hours=6)
# To make an import of a file that has arrived.
UNUSED_UPLOAD_KEPT = timedelta(days=1)
# A file and its rows, after their import has ended. An undo that begins at the last moment comes to its end.
IMPORT_KEPT = UNDO_WINDOW + timedelta(days=1)
# For a person to decide about the plan of an import.
PLAN_KEPT = timedelta(days=30)
# A repeated request is known for so long.
IDEMPOTENCY_KEPT = timedelta(days=30)
# A receiver can be told again so long of what has happened.
EVENTS_KEPT = timedelta(days=30)
