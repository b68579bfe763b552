"""What turns the rooms into a running market: settings, processes, commands; events wired to their consumers."""
