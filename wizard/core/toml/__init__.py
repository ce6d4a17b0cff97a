"""The one reader of TOML: of what is wrong it says the file, the line, what was expected and what is there.

Vendor profiles, scenes, pointers and causes are read by it: :mod:`~wizard.core.toml.parsing` makes a file a
:class:`~wizard.core.toml.tables.Table`, which gives each value in a shape (:mod:`~wizard.core.toml.shapes`).
"""
