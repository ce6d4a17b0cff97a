"""Everything that needs Qt: pages, widgets, painted pictures."""
