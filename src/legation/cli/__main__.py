"""`python -m legation.cli` is `legation`."""

from legation.cli import main

main(prog_name="legation")
