"""What staffing standards, vouchers and the catalogue name must be there: parameters, programmes, items."""

from collections.abc import Iterator, Mapping

from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.catalogue import load_catalogue
from yinling.gateways.policy.contents import Contents
from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Keys, PolicyFault
from yinling.gateways.policy.programmes import load_parameters

# What a voucher's two programmes decide: a ceiling for a month, a deduction for one bill.
VOUCHER_SUBJECTS = {"ceiling": ("person", "按人（subject: person）"), "use": ("request", "按申请（subject: request）")}
STAFFING, VOUCHERS, CATALOGUE = "staffing.yaml", "vouchers.yaml", "catalogue.yaml"


def named_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Names that lead nowhere, at their line; `rules` are the pack's programmes that could be read."""
    yield from _staffing_faults(contents)
    yield from _voucher_faults(contents, rules)
    yield from _funding_faults(contents, rules)


def _staffing_faults(contents: Contents) -> Iterator[Finding]:
    try:
        known = load_parameters(contents.folder.name)
    except PolicyFault:
        return  # told of elsewhere, at its own line
    for at, rule in enumerate(contents.entries(STAFFING, "rules")):
        more = rule.get("more", {})
        named: list[tuple[Keys, str]] = [((key,), rule[key]) for key in ("staff", "per") if key in rule]
        named += [(("more", key), more[key]) for key in ("staff", "older_percent_min") if key in more]
        for place, name in named:
            if name not in known:
                words = f"parameters/ 中没有参数“{name}”：这里写参数的名字，数写在 parameters/ 里"
                yield _at(contents, STAFFING, ("rules", at, *place), words)
            elif known[name].type == "money":
                yield _at(
                    contents, STAFFING, ("rules", at, *place), f"参数“{name}”是金额，配备标准要的是人数、基数或占比"
                )


def _voucher_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for at, kind in enumerate(contents.entries(VOUCHERS, "vouchers")):
        for key, (subject, words) in VOUCHER_SUBJECTS.items():
            name, place = kind[key], ("vouchers", at, key)
            if not _has_programme(contents, name):
                yield _at(contents, VOUCHERS, place, f"没有项目“{name}”（programmes/{name}.yaml）")
            elif name in rules and rules[name].subject != subject:
                yield _at(contents, VOUCHERS, place, f"项目“{name}”应是{words}的")
            elif name in rules and not any(amount.public for amount in rules[name].amounts):
                yield _at(contents, VOUCHERS, place, f"项目“{name}”没有公共资金（public: true）的金额，得不出额度")


def _funding_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    document = contents.documents.get(CATALOGUE)
    if document is None:
        return
    items = load_catalogue([contents.folder.name]).items
    for at, entry in enumerate(document.data.get("funding", [])):
        for key in ("programme", "pays"):
            if key in entry and not _has_programme(contents, entry[key]):
                words = f"没有项目“{entry[key]}”（programmes/{entry[key]}.yaml）"
                yield _at(contents, CATALOGUE, ("funding", at, key), words)
        for name in entry["items"]:
            if name not in items:
                yield _at(contents, CATALOGUE, ("funding", at, "items"), f"服务目录中没有项目“{name}”")
        rule, hours = rules.get(entry["programme"]), entry.get("hours_value")
        if rule and hours and not any(hours in {**row.values, **row.named} for row in rule.rows):
            words = f"项目“{rule.id}”的各档都没有写“{hours}”（values）"
            yield _at(contents, CATALOGUE, ("funding", at, "hours_value"), words)


def _has_programme(contents: Contents, name: str) -> bool:
    return (contents.folder / "programmes" / f"{name}.yaml").is_file()


def _at(contents: Contents, name: str, place: Keys, words: str) -> Finding:
    document = contents.documents[name]
    return error(document.file, document.line(*place), words)
