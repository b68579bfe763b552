"""The server's settings, written anew at every start so that old data run with today's."""

import os
from pathlib import Path

MEGABYTE = 1 << 20


def memory_mb() -> int:
    """Memory this process may count on: the machine's, or less where a container limits it."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        try:
            found = min(found, int(limit.read_text()))
        except (OSError, ValueError):
            continue
    return found // MEGABYTE


def settings(*, sockets: Path, memory: int, cores: int, fsync: bool) -> str:
    """`postgresql.conf` for a market's own server on a machine with `memory` MB.

    Without fsync (tests): nothing is kept safe from a power cut, and nothing runs that nobody asked for.
    """
    roomy = memory >= 4096
    chosen: dict[str, str | int | float] = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": 120 if roomy else 60,
        "shared_buffers": f"{_within(64, memory // 8, 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": f"{_within(4, memory // 512, 32)}MB",
        "maintenance_work_mem": f"{_within(32, memory // 32, 512)}MB",
        "max_wal_size": "4GB" if roomy else "1GB",
        "min_wal_size": "256MB" if roomy else "80MB",
        "checkpoint_timeout": "15min",
        "random_page_cost": 1.1,
        "max_parallel_workers_per_gather": min(cores // 2, 4),
        # Compiling a query takes longer than running ours.
        "jit": "off",
        # An open write transaction holds back every reader of the event stream.
        "idle_in_transaction_session_timeout": "60s",
        "autovacuum_vacuum_scale_factor": 0.05,
        "autovacuum_analyze_scale_factor": 0.05,
        "log_line_prefix": "%m [%p] %q%u@%d %a ",
        "log_lock_waits": "on",
        "log_min_duration_statement": "2s",
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "iso, ymd",
        "lc_messages": "C",
        "default_text_search_config": "pg_catalog.simple",
    }
    if not fsync:
        chosen |= {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "wal_level": "minimal",
            "max_wal_senders": 0,
            "max_wal_size": "4GB",
            "min_wal_size": "32MB",
            "shared_buffers": "128MB",
            "autovacuum": "off",
            "io_method": "sync",
            "log_min_duration_statement": -1,
        }
    lines = "".join(f"{name} = {_quoted(value)}\n" for name, value in chosen.items())
    return f"{NOTE}: change what you need in postgresql.own.conf.\n{lines}include_if_exists = 'postgresql.own.conf'\n"


NOTE = "# Written by Pasar at every start"

ACCESS = f"""{NOTE}. The system says who connects; pg_ident.conf says as whom.
local all all peer map=market
"""
"""`pg_hba.conf`"""


def identities(user: str) -> str:
    """`pg_ident.conf`: the user who runs the market may take any role, and nobody else any."""
    return f'{NOTE}.\nmarket "{user}" all\n'


def _within(low: int, wanted: int, high: int) -> int:
    return max(low, min(wanted, high))


def _quoted(value: str | int | float) -> str:
    return "'" + str(value).replace("'", "''") + "'"
