"""The live call over HTTP: the one place that talks to an API endpoint."""
