"""The customers' pages, server-rendered, divided by journey."""
