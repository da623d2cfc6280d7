"""What is wrong between a pack's programmes: their facts and names, their cases, what overlaps, what is covered."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from yinling.engines.rules.bound import bind
from yinling.engines.rules.diagram import BadTable
from yinling.engines.rules.expressions import Expression
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.case_faults import case_faults
from yinling.gateways.policy.contents import Contents
from yinling.gateways.policy.findings import Finding, error, from_fault
from yinling.gateways.policy.lines import Document, Keys, PolicyFault, read_yaml
from yinling.gateways.policy.named_faults import named_faults
from yinling.gateways.policy.programmes import load_facts, load_parameters, rule_in

# Whose facts a programme may ask of, by whom or what it decides.
ASKED_OF = {
    "request": ("request", "person", "household", "computed"),
    "person": ("person", "household", "computed"),
    "household": ("person", "household", "computed"),
    "provider": ("provider", "computed"),
    "staff": ("staff", "provider", "computed"),
}
SUBJECTS = {"request": "申请", "person": "人", "household": "户", "provider": "机构", "staff": "从业人员"}
DAY = "on"
PURSES = frozenset({"municipal", "district", "resident"})


def programme_faults(contents: Contents) -> Iterator[Finding]:
    """Faults of the pack's programmes, one by one and against each other."""
    yield from _parameter_faults(contents)
    decided = _decided(contents.folder)
    rules: dict[str, Rule] = {}
    for file in sorted((contents.folder / "programmes").glob("*.yaml")):
        if file.stem not in decided:
            yield error(file, 1, f"没有案例：cases/{file.stem}*.yaml")
        try:
            facts = load_facts()
            rules[file.stem] = rule = rule_in(file, facts, load_parameters(contents.folder.name))
            yield from _rule_faults(read_yaml(file), rule, facts)
        except PolicyFault as fault:
            yield from_fault(fault)
    yield from _procedure_faults(contents, rules)
    yield from _option_faults(contents, rules)
    yield from _overlap_faults(contents)
    yield from _coverage_faults(contents)
    yield from named_faults(contents, rules)
    yield from case_faults(contents, rules)


def _decided(folder: Path) -> set[str]:
    """The programmes that some cases file decides; a broken file is told of elsewhere."""
    found: set[str] = set()
    for file in (folder / "cases").glob("*.yaml"):
        try:
            found.add(str(read_yaml(file).data.get("programme")))
        except (PolicyFault, AttributeError):
            found.add(file.stem)
    return found


def _rule_faults(document: Document, rule: Rule, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    if rule.id != document.file.stem:
        yield error(document.file, document.line("id"), f"id “{rule.id}”与文件名“{document.file.stem}”不同")
    if rule.subject != "request" and rule.dated_by != DAY:
        words = f"{SUBJECTS[rule.subject]}的项目按计算日判断，dated_by 应是 {DAY}"
        yield error(document.file, document.line("dated_by"), words)
    if rule.gives.kind == "money" and not any(amount.payer for amount in rule.amounts):
        yield error(document.file, document.line("amounts"), "给钱的项目至少要有一笔写明由谁出（payer）的金额")
    for at, option in enumerate(rule.options):
        if option.default not in option.choices:
            yield error(document.file, document.line("options", at, "default"), f"没有“{option.default}”这个选项")
    try:
        bind(rule, {})
    except BadTable:
        yield error(
            document.file, document.line("table"), "档次和 eligibility 只能用条件的编号和读法，以 and、or、not 相连"
        )
    for place, expression in _expressions(rule):
        for name in sorted(expression.names & facts.keys()):
            if facts[name].about not in ASKED_OF[rule.subject]:
                words = f"{SUBJECTS[rule.subject]}的项目不能用“{facts[name].label}”（{name}）"
                yield error(document.file, document.line(*place), words)


def _expressions(rule: Rule) -> Iterator[tuple[Keys, Expression]]:
    yield from ((("conditions", at, "when"), each.when) for at, each in enumerate(rule.conditions))
    yield from ((("amounts", at, "is"), each.is_) for at, each in enumerate(rule.amounts))


def _parameter_faults(contents: Contents) -> Iterator[Finding]:
    """A parameter that two files define: which of the two counts would be chance."""
    first: dict[str, str] = {}
    for name, document in contents.documents.items():
        for at, entry in enumerate(document.data["parameters"] if name.startswith("parameters/") else ()):
            known = first.setdefault(entry["id"], name)
            if known != name:
                yield error(document.file, document.line("parameters", at), f"参数“{entry['id']}”已在 {known} 中定义")


def _option_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """A reading is chosen once for a pack, so options of one name must offer the same choices everywhere."""
    known: dict[str, tuple[str, Mapping[str, str]]] = {}
    for name, rule in rules.items():
        for at, option in enumerate(rule.options):
            other, choices = known.setdefault(option.id, (name, option.choices))
            if choices.keys() != option.choices.keys():
                file = contents.folder / "programmes" / f"{name}.yaml"
                line = read_yaml(file).line("options", at)
                yield error(file, line, f"读法“{option.id}”在 {other} 中有别的选项；一个名字在一个包里只能有一种问法")


def _procedure_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """A procedure leads to a programme that is decided request by request, and pays from purses that cases know."""
    for name, document in contents.documents.items():
        programme = document.data.get("programme", "") if name.startswith("procedures/") else ""
        if not programme:
            continue
        yield from _unknown_programmes(contents, document, [programme], ("programme",))
        if rule := rules.get(programme):
            payers = {amount.id for amount in rule.amounts if amount.payer}
            if rule.subject != "request" or not payers <= PURSES:
                words = f"在本平台申请的项目要按申请决定，出钱的只能是{'、'.join(sorted(PURSES))}"
                yield error(document.file, document.line("programme"), words)


def _overlap_faults(contents: Contents) -> Iterator[Finding]:
    document = contents.documents.get("overlaps.yaml")
    for at, entry in enumerate(contents.entries("overlaps.yaml", "overlaps")):
        assert document is not None  # it has entries
        yield from _unknown_programmes(contents, document, entry["programmes"], ("overlaps", at, "programmes"))
        if len(set(entry["programmes"])) < len(entry["programmes"]):
            yield error(document.file, document.line("overlaps", at, "programmes"), "同一个项目写了两次")


def _unknown_programmes(contents: Contents, document: Document, names: list[str], place: Keys) -> Iterator[Finding]:
    for name in names:
        # `pack/programme` is a programme of another pack.
        pack, _, programme = name.rpartition("/")
        folder = contents.folder.parent / pack if pack else contents.folder
        if not (folder / "programmes" / f"{programme}.yaml").is_file():
            yield error(document.file, document.line(*place), f"没有项目“{name}”（programmes/{name}.yaml）")


def _coverage_faults(contents: Contents) -> Iterator[Finding]:
    """The register: a requirement stands once, what is modelled names its programmes, no programme is left out."""
    pack = contents.documents.get("pack.yaml")
    if pack is None:
        return
    seen: set[str] = set()
    for at, entry in enumerate(pack.data["coverage"]):
        line, requirements = pack.line("coverage", at), entry.get("requirements", [])
        yield from (error(pack.file, line, f"规则“{each}”登记了两次") for each in requirements if each in seen)
        seen |= set(requirements)
        programmes = entry.get("programmes", [])
        yield from _unknown_programmes(contents, pack, programmes, ("coverage", at, "programmes"))
        if requirements and entry["status"] == "modelled" and not programmes:
            yield error(
                pack.file, line, f"规则“{'、'.join(requirements)}”写明已做成，却没有写由哪个项目（programmes）做成"
            )
    for name, document in contents.documents.items():
        if name.startswith("programmes/") and document.data["requirement"] not in seen:
            words = f"pack.yaml 的 coverage 没有登记规则“{document.data['requirement']}”（requirements）"
            yield error(document.file, document.line("requirement"), words)
