"""A scale or a signed assessment as HL7 FHIR R5: `yinling assessment_fhir`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yinling.gateways.fhir import questionnaire
from yinling.gateways.policy.scales import UnknownScale, load_scale
from yinling.kernel.actor import machine
from yinling.needs.assessment.queries.assessments import AssessmentUnknown
from yinling.needs.assessment.queries.exchange import response_of


class Command(BaseCommand):
    """`yinling assessment_fhir`: one resource into one file."""

    help = "把一份量表（Questionnaire）或一次已出结果的评估（QuestionnaireResponse）写成 FHIR R5 文件；读评估会记账。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--assessment", type=int, metavar="ID", help="评估的编号（数字），须已出结果")
        what.add_argument("--scale", metavar="NAME", help="量表，如 gbt42195-2022")
        parser.add_argument("--out", required=True, type=Path, help="结果写到哪里：.json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = _resource(options["scale"], options["assessment"])
            text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
            options["out"].write_text(text, encoding="utf-8")
        except UnknownScale as fault:
            raise CommandError(str(fault)) from fault
        except AssessmentUnknown as fault:
            raise CommandError(f"没有编号为 {fault} 的评估，或还没有出结果") from fault
        except OSError as fault:
            raise CommandError(f"写不了 {options['out']}：{fault.strerror}") from fault
        self.stdout.write(f"{made['resourceType']} 已写入 {options['out']}")


def _resource(scale: str | None, assessment_id: int) -> dict[str, Any]:
    if scale:
        return questionnaire(load_scale(scale))
    return response_of(assessment_id, actor=machine("assessment_fhir"), at=timezone.now())
