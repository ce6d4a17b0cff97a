"""Data files, profiles and the keychain."""
