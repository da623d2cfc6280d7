"""Words of the workforce by code, for forms and files of other capabilities."""

from yinling.people.workforce.models import Occupation, QualificationLevel, SkillCode, Transport


def occupation_words() -> dict[str, str]:
    """Posts."""
    return {code: str(words) for code, words in Occupation.choices}


def level_words() -> dict[str, str]:
    """The five levels of caregivers, lowest first."""
    return {code: str(words) for code, words in QualificationLevel.choices}


def skill_words() -> dict[str, str]:
    """Skills."""
    return {code: str(words) for code, words in SkillCode.choices}


def transport_words() -> dict[str, str]:
    """Ways to get from home to home."""
    return {code: str(words) for code, words in Transport.choices}
