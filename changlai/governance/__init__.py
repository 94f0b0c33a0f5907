"""How the centre is governed: who leads, what is aimed at, money, checks, and what was learned."""
