"""The scripts in build/, the lock files, and what holds for every test."""
