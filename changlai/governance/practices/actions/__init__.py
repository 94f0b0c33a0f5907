"""The verbs of practices and of preset packs."""
