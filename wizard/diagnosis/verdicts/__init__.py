"""What it means that a check found this: pure functions ``verdict(facts) -> Outcome``, one a check."""
