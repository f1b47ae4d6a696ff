"""How the embedded server is set: for one small machine, over a private socket, quiet about customers."""

from pathlib import Path

OWNER = "kontor_owner"
SUPERUSER = "postgres"
MAP = "kontor"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # POOL_SIZE and some for each process, with as many processes as a machine has cores, and a worker's.
    "max_connections": "300",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    # An import writes in bursts; room for them keeps checkpoints from following each other.
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    # Our statements are short: compiling them in the server costs more than it saves.
    "jit": "off",
    # Parallel workers share memory through /dev/shm, of which a container has 64 MB.
    "max_parallel_workers_per_gather": "0",
    "shared_preload_libraries": "pg_stat_statements",
    "track_io_timing": "on",
    # A refused row's values and a failed statement's text are customers' data: keep them out of the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}

# For data that nobody misses after a crash, as in tests.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def options(*, data: Path, socket_directory: Path, rules: Path, durable: bool) -> list[str]:
    """Return the server's words. Settings are given here, so that the code's are always the valid ones."""
    settings = {
        **SETTINGS,
        **({} if durable else FLEETING),
        "unix_socket_directories": _quoted(socket_directory),
        "hba_file": str(rules / "hba.conf"),
        "ident_file": str(rules / "ident.conf"),
    }
    return [
        "-D",
        str(data),
        *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
    ]


def write_rules(rules: Path, client: str) -> None:
    """Let in only this machine's user `client`, known by the kernel (peer), as owner or as superuser."""
    users = (OWNER, SUPERUSER)
    _write(rules / "hba.conf", "".join(f"local all {user} peer map={MAP}\n" for user in users))
    _write(rules / "ident.conf", "".join(f'{MAP} "{client}" {user}\n' for user in users))


def _quoted(directory: Path) -> str:
    # The setting is a list: a comma or a space in the path would part it.
    return '"' + str(directory).replace('"', '""') + '"'


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)  # holds no secret, and the server's account has to read it
