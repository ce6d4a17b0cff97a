"""Models and pure functions; standard library only: no Qt, HTTP, files, clock or environment."""
