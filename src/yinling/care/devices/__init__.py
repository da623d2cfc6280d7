"""Devices in homes (报警和感知设备): what they are, where they hang, what they said, and whether they still speak."""
