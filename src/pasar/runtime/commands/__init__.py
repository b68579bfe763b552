"""One module per command: `add_arguments(parser)`, `run(args)`; its docstring is its help."""
