"""The verbs of rooms: hold a part, give it up, close a room, register what it is."""
