"""What holds for many customers asked at once: how many they are, and how far ahead they are asked."""

from datetime import timedelta

# More are two batches: one list that a person still looks through, and minutes to undo a mistake.
RECIPIENTS_LIMIT = 100_000
# Whoever plans further ahead has forgotten by then.
SCHEDULED_AHEAD_LIMIT = timedelta(days=365)
# Messages that show what will be sent.
SAMPLES = 3
