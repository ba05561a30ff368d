"""The ``suixin`` command: one file a group of commands, each importing only what it runs."""

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    from cli.commands import app

    app()
