"""The pointer: draws Open Dental's windows from data and points at one control."""
