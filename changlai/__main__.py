"""The console command `changlai`: Django's management verbs and our own under one name."""

import os
import sys


def main() -> None:
    """Run one management verb, as `changlai VERB …`; trouble below us is told in one sentence.

    `--traceback` shows all there is to it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changlai.config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["changlai", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        _stop(error, str(error))
    except Exception as error:
        from changlai.kernel.errors import trouble_of

        trouble = trouble_of(error)
        _stop(error, trouble.sentence if trouble else "")


def _stop(error: Exception, sentence: str) -> None:
    """End with the sentence; raises the error itself where there is none, or all was asked for."""
    if not sentence or "--traceback" in sys.argv:
        raise error
    sys.exit(sentence)


if __name__ == "__main__":
    main()
