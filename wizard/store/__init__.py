"""The keychain and the files that the program reads: resources, the vendor profile."""
