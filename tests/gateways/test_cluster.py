"""Parts of a table worked on by Spark come back in order; without Spark or Java it is said so."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.rules.population import make
from yinling.gateways import cluster
from yinling.gateways.spreadsheets import read_table

PACK, PROGRAMME = "qingpu-2021", "home_adaptation_subsidy"
COUNT = 20_000
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or not (os.environ.get("JAVA_HOME") or shutil.which("java")),
    reason="needs pyspark and Java 17: pip install 'yinling[spark]'",
)


def _decide(folder: Path, out: Path, *flags: str, master: str = "") -> None:
    command = [
        sys.executable,
        "-m",
        "yinling.project.console",
        "entitlements_decide",
        "--pack",
        PACK,
        "--programme",
        PROGRAMME,
    ]
    command += [f"--{name}={folder / name}.parquet" for name in ("people", "requests")]
    command += [f"--out={out}", "--set=average_enterprise_pension_yuan=4500", *flags]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, cluster.MASTER: master})


@needs_spark
def test_decides_on_a_cluster_byte_by_byte_as_here(tmp_path: Path) -> None:
    make(tmp_path, COUNT, gaps=0.02)
    reading = "--option=tier_from=household_highest"  # members of a household must meet on one worker
    _decide(tmp_path, tmp_path / "here.csv", reading)
    _decide(tmp_path, tmp_path / "there.csv", reading, "--engine=spark", master="local-cluster[2,1,1024]")
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert len(read_table(tmp_path / "there.csv")) == COUNT


def test_says_what_to_install_without_spark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(cluster.NoCluster, match="没有安装 Spark"):
        cluster.map_parts(pa.table({"a": [1]}), "", lambda part: {"a": part["a"].combine_chunks()}, tmp_path)


def test_puts_parts_together_in_the_order_of_rows() -> None:
    """What workers and the collecting side do, without a cluster between them."""
    words = ["甲", "乙", "丙", "乙", "甲", "丁"]
    table = pa.table({"home": ["h", None, "g", "h", None, "g"], "word": words})
    numbered = cluster._numbered(table, "home")
    groups = numbered[cluster.GROUP].to_numpy()
    assert groups[0] == groups[3] != groups[2] == groups[5]
    assert len(np.unique(groups[[1, 4]])) == 2

    def work(part: pa.Table) -> dict[str, pa.Array]:
        word = part["word"].combine_chunks().dictionary_encode()
        return {"word": word, "length": pa.array([1] * len(part), pa.int64())}

    parts = [numbered.take(rows) for rows in ([5, 0, 3, 2], [4, 1])]
    done = [batch for part in parts for batch in cluster._work_on_part(work, iter(part.to_batches()))]
    found = cluster._together(pa.Table.from_batches(done[::-1]), cluster._shape(work(table.slice(0, 0))))
    assert found["word"].to_pylist() == words
    assert found["length"].to_pylist() == [1] * 6
    assert sorted(found["word"].dictionary.to_pylist()) == sorted(set(words))
