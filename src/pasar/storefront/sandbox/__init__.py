"""Only in a sandbox: the mailbox of messages sent."""
