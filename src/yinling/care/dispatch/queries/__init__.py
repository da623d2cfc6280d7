"""Questions of the dispatcher."""
