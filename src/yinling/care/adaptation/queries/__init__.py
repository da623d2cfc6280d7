"""Questions to adaptation. Every list is bounded by what the actor may see."""

from yinling.care.adaptation.queries.completed import CompletedRecord, completed_households, completed_records
from yinling.care.adaptation.queries.jobs import JobRow, job_of_case, job_rows, state_counts, visible_job
from yinling.care.adaptation.queries.pages import JobPage, QuoteView, job_page, job_panel, quote_view

__all__ = [
    "CompletedRecord", "JobPage", "JobRow", "QuoteView", "completed_households", "completed_records", "job_of_case",
    "job_page", "job_panel", "job_rows", "quote_view", "state_counts", "visible_job",
]  # fmt: skip
