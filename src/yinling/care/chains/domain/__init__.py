"""Rules of chains: what a chain says, how a draft is changed, what differs between two versions."""
