"""Chinese texts of code without Django, listed so that makemessages finds them; nothing imports these at run time."""
