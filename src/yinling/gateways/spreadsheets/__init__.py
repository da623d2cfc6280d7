"""Tables from and to files: .csv, .xlsx, .parquet; every cell read as text, formulas made harmless when written."""

from yinling.gateways.spreadsheets.reading import read_table
from yinling.gateways.spreadsheets.table import Table, UnreadableTable
from yinling.gateways.spreadsheets.writing import check_target, replacing, write_table

__all__ = ["Table", "UnreadableTable", "check_target", "read_table", "replacing", "write_table"]
