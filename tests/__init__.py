"""The tests, by what they look at. CONTRIBUTING.md has the map."""
