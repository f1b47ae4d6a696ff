"""Files in: a table in any format becomes drafts of customers and issues. No database here."""
