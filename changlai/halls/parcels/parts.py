"""Parcels are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("parcels", "快递代收", "扫件上架、取件码、代取、送货上门", order=50)]
