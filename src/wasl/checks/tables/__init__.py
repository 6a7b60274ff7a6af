"""Tables of many that officers sent: sealed, checked, shown, deleted."""
