"""Which rows have changed between two looks, told by what each look could see: nothing is written for it."""
