"""``suixin serve``: the API and the desk, each a process of its own, on loopback unless told otherwise."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cli import files

API_PORT = 8000
UI_PORT = 8501

Host = Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")]
ApiPort = Annotated[int, typer.Option("--api-port", help="接口端口 / port of the API")]
UiPort = Annotated[int, typer.Option("--ui-port", help="桌面端口 / port of the desk")]


@dataclass(slots=True)
class Server:
    """A process we started and the address it answers on."""

    name: str
    process: subprocess.Popen[bytes]
    address: str
    probe: str


def serve(
    host: Host = "127.0.0.1", api_port: ApiPort = API_PORT, ui_port: UiPort = UI_PORT
) -> None:
    """启动接口与桌面，直到 Ctrl-C。 Start the API and the desk until Ctrl-C."""
    with files.refusing():
        from campaigns import upgrade_database

        upgrade_database()
    run(start(host, api_port, ui_port))


def start(host: str, api_port: int, ui_port: int) -> list[Server]:
    """Start both servers on the wanted ports, or the next free ones."""
    api_port = free_port(host, api_port)
    ui_port = free_port(host, ui_port, taken=api_port)
    api, ui = f"http://{host}:{api_port}", f"http://{host}:{ui_port}"
    environment = {**os.environ, "SUIXIN_API_URL": api, "SUIXIN_UI_URL": ui}
    app = Path(str(importlib.util.find_spec("ui").submodule_search_locations[0])) / "app.py"  # type: ignore[union-attr,index]
    python = [sys.executable, "-m"]
    uvicorn = ["uvicorn", "api.main:app", "--host", host, "--port", str(api_port)]
    desk = ["streamlit", "run", str(app), "--server.address", host, "--server.port", str(ui_port)]
    commands = {
        "API": [*python, *uvicorn, "--log-level", "warning"],
        "Desk": [*python, *desk, "--server.headless", "true"],
    }
    probes = {"API": f"{api}/api/v1/health", "Desk": f"{ui}/_stcore/health"}
    addresses = {"API": api, "Desk": ui}
    return [
        Server(name, subprocess.Popen(command, env=environment), addresses[name], probes[name])
        for name, command in commands.items()
    ]


def run(servers: list[Server], seconds: float = 90.0) -> None:
    """Wait until both answer, print their addresses, stay until a signal, then end what we started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        for server in servers:
            _await(server, seconds)
        typer.echo("")
        for server in servers:
            label = "桌面 / desk" if server.name == "Desk" else "接口 / API (/openapi.json)"
            typer.echo(f"  {label:<28} {server.address}")
        typer.echo("  Ctrl-C 结束 / ends it")
        sys.stdout.flush()
        while all(server.process.poll() is None for server in servers):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for server in servers:
            server.process.terminate()
        for server in servers:
            server.process.wait(timeout=10)


def _await(server: Server, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            files.say(f"{server.name} 未能启动 / did not start (exit {server.process.returncode})")
            raise typer.Exit(files.NO)
        try:
            with urllib.request.urlopen(server.probe, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    files.say(f"{server.name} 在 {seconds:.0f} 秒内没有应答 / no answer in {seconds:.0f} s")
    raise typer.Exit(files.NO)


def free_port(host: str, wanted: int, taken: int = 0) -> int:
    """The wanted port, or the next one nobody listens on."""
    for port in range(wanted, wanted + 50):
        if port == taken:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise files.FileRefused(
        "serve.no_port",
        Path(),
        f"{wanted} 起的 50 个端口都被占用。",
        f"No free port from {wanted} on.",
    )
