"""The numbers of the explorables in plain Python: one module each; `registry.EXPLORABLES` has all by id."""
