"""Pieces of page about one case: on what its determination stands."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor
from yinling.needs.entitlements.queries.basis import basis_of


def basis_panel(case_id: int, actor: Actor) -> SafeString:
    """Facts, values, readings and clauses of a case's determination, and earlier versions; empty before there is one.

    The page around it has already shown that `actor` may see the case.
    """
    basis = basis_of(f"case:{case_id}")
    if basis is None or not actor.may("casework.view"):
        return SafeString("")
    return render_to_string("entitlements/desk/basis_panel.html", {"basis": basis})
