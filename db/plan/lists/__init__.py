"""What connections list, one module a noun: which rows, in which orders, and what is counted beside them."""
