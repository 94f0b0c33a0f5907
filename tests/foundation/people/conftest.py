from tests.cast import village

__all__ = ["village"]
