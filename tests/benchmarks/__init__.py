"""How fast, how big: the budgets, measured within one run of `make bench`."""
