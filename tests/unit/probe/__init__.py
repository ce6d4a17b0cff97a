"""The live call and how its answer is read."""
