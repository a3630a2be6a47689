"""One module per chapter, each with a tuple EXERCISES; long chapters use several modules."""
