"""Files in: a table in any format becomes drafts of customers, issues and a report. No database here."""
