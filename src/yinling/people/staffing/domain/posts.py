"""How many posts a staffing rule asks for in an area or at a site, and whether they are filled.

Numbers come with the rule, from the pack's parameters; what is not known is named, never taken as zero.
"""

from dataclasses import dataclass

LABELS = {"staff": "配备人数", "per": "配备基数", "more_staff": "增配人数", "older_percent_min": "增配的占比"}


@dataclass(frozen=True)
class Numbers:
    """The parameters of a rule on a day; None = nobody has set it."""

    staff: int | None
    per: int | None = None
    more_staff: int | None = None
    older_percent_min: int | None = None


@dataclass(frozen=True)
class Ground:
    """What is known of one area or site; None = not known. `people` are registered people of any age."""

    older_people: int | None = None
    beds: int | None = None
    people: int | None = None


@dataclass(frozen=True)
class Need:
    """Posts asked for; `posts` None where something is `missing`. `words` show the sum."""

    posts: int | None
    words: str
    missing: tuple[str, ...] = ()


def needed_by_count(count: int | None, numbers: Numbers, *, what: str) -> Need:
    """`staff` posts for each `per` of a count, begun ones whole: 1 for each 1,000 of 420,000 is 420."""
    if count is None:
        return Need(None, "", (what,))
    if numbers.staff is None or not numbers.per:
        return Need(None, "", ("配备人数或配备基数",))
    posts = -(-numbers.staff * count // numbers.per)
    return Need(posts, f"{what} {count} ÷ {numbers.per} × {numbers.staff}")


def needed_in_area(ground: Ground, numbers: Numbers) -> Need:
    """`staff` posts for an area, and more where older people are a share of at least `older_percent_min`."""
    if numbers.staff is None:
        return Need(None, "", ("配备人数",))
    if numbers.older_percent_min is None or numbers.more_staff is None:
        return Need(numbers.staff, f"每个 {numbers.staff}")
    if ground.people is None or ground.older_people is None:
        return Need(None, "", ("户籍人口",))
    is_old = ground.older_people * 100 >= numbers.older_percent_min * ground.people
    share = f"老年人口占比 {ground.older_people * 1000 // ground.people / 10:.1f}%"
    posts = numbers.staff + (numbers.more_staff if is_old else 0)
    return Need(posts, f"{share}，{'达到' if is_old else '不到'} {numbers.older_percent_min}%")


def verdict(need: Need, filled: int) -> str:
    """`met`, `short` or `unknown`."""
    if need.posts is None:
        return "unknown"
    return "met" if filled >= need.posts else "short"
