"""Policies in use: the district's own and the adopted ones."""

from yinling.needs.entitlements.queries.packs import deployed_packs, deployed_programmes


def test_name_own_pack_first_and_each_once(settings):
    settings.PACK, settings.ADOPTED_PACKS = "qingpu-2021", ["suqian-2020", "qingpu-2021"]
    assert deployed_packs() == ("qingpu-2021", "suqian-2020")


def test_list_programmes_by_subject(settings):
    settings.PACK, settings.ADOPTED_PACKS = "qingpu-2021", []
    everything = deployed_programmes()
    assert ("qingpu-2021", "home_adaptation_subsidy") in everything
    assert ("qingpu-2021", "home_adaptation_subsidy") in deployed_programmes(subject="request")
    assert ("qingpu-2021", "home_adaptation_subsidy") not in deployed_programmes(subject="person")
