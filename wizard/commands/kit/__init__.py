"""``profile kit``: from the released folder and a vendor's profile to what the vendor ships; no compiler needed."""
