"""Pieces of page about one case: the determination with its reasons."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from yinling.gateways.policy.reading import load_clauses
from yinling.kernel.actor import Actor
from yinling.needs.entitlements.queries import determinations_of
from yinling.needs.entitlements.queries.programmes import reading_words


def reasons_panel(case_ref: str, actor: Actor) -> SafeString:
    """The newest determination of a case with every reason and clause, earlier versions below; empty if none was made.

    The caller has shown that `actor` may see the case; older people and agents get it in fewer words.
    """
    versions = determinations_of(case_ref)
    if not versions:
        return mark_safe("")  # nothing to escape
    clauses = load_clauses(settings.PACK)
    quoted = {reason.clause: clauses[reason.clause] for reason in versions[0].reasons if reason.clause in clauses}
    context = {
        "now": versions[0],
        "earlier": versions[1:],
        "clauses": list(quoted.values()),
        "readings": reading_words(versions[0].programme, versions[0].options),
        "is_plain": actor.role in ("older_person", "agent"),
    }
    return render_to_string("entitlements/desk/reasons_panel.html", context)
