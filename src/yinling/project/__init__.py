"""Plugs the house together: settings, addresses, wiring, the console command `yinling`."""
