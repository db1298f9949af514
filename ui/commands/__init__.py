"""What the actions do: handlers named by the table of actions."""
