"""Verbs of the parcels hall: take in, tell, hand out, arrange, keep the rules and forget."""
