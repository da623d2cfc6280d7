"""The small pack in force."""

import pytest

from tests.needs.cycles import story
from yinling.gateways.policy.programmes import forget_programmes


@pytest.fixture(scope="session")
def pack_folder(tmp_path_factory):
    return story.write_pack(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def pack(pack_folder, monkeypatch, settings, db):
    monkeypatch.setenv("YINLING_POLICY", str(pack_folder))
    settings.PACK = story.PACK
    forget_programmes()
    yield story.PACK
    forget_programmes()
