"""What runs by the clock: each command and every how many minutes."""

SCHEDULE: dict[str, int] = {
    "assessment_due": 24 * 60,
    "casework_advance": 60,
    "enrolments_advance": 24 * 60,
    "outreach_find": 24 * 60,
    "vouchers_issue": 12 * 60,
    "vouchers_expire": 12 * 60,
    "visits_schedule": 24 * 60,
    "visits_watch": 5,
    "devices_watch": 1,
    "devices_tidy": 60,
    "wellbeing_list": 24 * 60,
    "wellbeing_escalate": 5,
    "daily_ask": 5,
    "workforce_remind": 24 * 60,
    "clearsessions": 24 * 60,
}

# In a demo, before the others.
DEMO_SCHEDULE: dict[str, int] = {"demo_continue": 5}
