"""``profile kit``: the released folder and a vendor's profile become what the vendor ships; no compiler."""
