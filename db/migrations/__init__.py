"""How the schema came to be, step by step; db.migrate runs the steps."""
