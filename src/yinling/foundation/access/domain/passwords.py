"""What a password must be made of (等保 level 3: at least eight characters, mixed)."""

KINDS_MIN = 2


def kinds_of_characters(password: str) -> int:
    """How many of these a password uses: small letters, capitals, digits, anything else."""
    tests = [
        any(letter.islower() for letter in password),
        any(letter.isupper() for letter in password),
        any(letter.isdigit() for letter in password),
        any(not letter.isalnum() for letter in password),
    ]
    return sum(tests)


def is_mixed(password: str) -> bool:
    """Letters and at least one other kind of character."""
    has_letter = any(letter.isalpha() for letter in password)
    return has_letter and kinds_of_characters(password) >= KINDS_MIN
