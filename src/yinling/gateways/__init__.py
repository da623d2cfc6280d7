"""The outside: files, crypto, spreadsheets, PDF, messages."""
