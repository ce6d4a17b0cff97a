"""The fault laboratory: real proxies, balancers, name servers and networks in front of the real command.

``table.py`` holds every case; ``python tests/lab/matrix.py`` prints what came of them.
"""
