"""``python -m screener``: the same program as ``screen``."""

from screener.cli import main

if __name__ == "__main__":
    main()
