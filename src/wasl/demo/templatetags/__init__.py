"""What the shell asks of the demo."""
