"""报警和感知设备：what hangs in homes, what it said, and whether it still speaks.

Nouns: device, installation, event, heartbeat, silence. Verbs: register, install, test, remove, retire, receive, beat,
watch. Answering an alarm is not done here: what a device asks for is announced.
"""
