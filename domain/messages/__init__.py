"""What a message says: tags, templates, and the words that come of them for one customer."""
