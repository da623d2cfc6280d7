"""Where the packs are found, and which is in use."""

from yinling.gateways.policy.root import default_pack, policy_root


def test_find_the_packs_of_the_checkout(monkeypatch):
    monkeypatch.delenv("YINLING_POLICY", raising=False)
    assert (policy_root() / "national" / "divisions.csv").is_file()
    assert (policy_root() / default_pack() / "pack.yaml").is_file()


def test_prefer_the_named_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("YINLING_POLICY", str(tmp_path))
    assert policy_root() == tmp_path
    assert default_pack() == ""


def test_find_the_packs_inside_an_installed_package(monkeypatch, tmp_path):
    monkeypatch.delenv("YINLING_POLICY", raising=False)
    installed = tmp_path / "lib" / "site-packages" / "yinling"
    monkeypatch.setattr("yinling.gateways.policy.root._PACKAGE", installed)
    assert policy_root() == installed / "policy"
