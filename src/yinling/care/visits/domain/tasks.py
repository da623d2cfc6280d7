"""What is to be ticked at a visit. Pure."""


def tasks_of(service_name: str) -> tuple[str, ...]:
    """The parts that a service names in brackets (起居、洗漱、穿衣), else the service itself."""
    _, _, inside = service_name.partition("（")
    parts = tuple(filter(None, (part.strip() for part in inside.removesuffix("）").split("、"))))
    return parts if len(parts) > 1 else (service_name,)
