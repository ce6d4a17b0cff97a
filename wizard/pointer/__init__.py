"""A picture of Open Dental that points at one control: windows and menus as data, and where things are drawn.

Pure but for :mod:`wizard.pointer.scene_files`, which reads the data files. What paints stands in
``wizard/ui/pointer``.
"""
