"""``python -m jiedui`` is ``jiedui``, also where no script was installed."""

from jiedui.cli.main import main

if __name__ == "__main__":
    main()
