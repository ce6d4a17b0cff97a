"""The pretend office: a real HTTP server on loopback that behaves as the documented API."""
