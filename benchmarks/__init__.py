"""What we claim about speed, each figure beside a reference measured in the same run on the same machine.

    ./pasar bench                      every benchmark
    ./pasar bench purchases --json     one, as one JSON object

A benchmark makes a market of its own in a temporary folder, with its own database, web and worker processes, as
`./pasar up` starts them, and removes it afterwards. Load goes to 127.0.0.1 from a bounded number of clients for a
bounded time. The ratio to the reference travels better than the figure: both feel the machine's other load alike.
"""
