"""How it is paid, watched and measured."""
