"""Plain drawn scenes without anybody in them, for the galleries of the demo village."""

import io
import random

from PIL import Image, ImageDraw

SKIES = (("#cfe3ee", "#f5ead8"), ("#f3d9b8", "#e9b98a"), ("#dfe8dc", "#f7f3e6"))
ROOFS = ("#8e0e15", "#6d4c41", "#57606a")
SIZE = (1200, 800)


def scene(rng: random.Random) -> bytes:
    """Draw a yard with a house, a tree and chairs in rows; chance gives the colours."""
    top, bottom = rng.choice(SKIES)
    picture = Image.new("RGB", SIZE, bottom)
    draw = ImageDraw.Draw(picture)
    _sky(picture, top, bottom)
    draw.polygon([(0, 470), (300, 300), (620, 450), (900, 320), (1200, 470)], fill="#9fb7a4")
    draw.rectangle((0, 460, 1200, 800), fill="#d9c7a3")
    left = rng.randint(120, 420)
    draw.rectangle((left, 330, left + 430, 540), fill="#f7f1e3")
    draw.polygon(
        [(left - 30, 330), (left + 60, 240), (left + 370, 240), (left + 460, 330)],
        fill=rng.choice(ROOFS),
    )
    for number in range(3):
        x = left + 50 + number * 125
        draw.rectangle((x, 390, x + 75, 470), fill="#7d93a6")
    trunk = rng.choice((80, 940, 1040))
    draw.rectangle((trunk, 360, trunk + 34, 560), fill="#6d4c41")
    for dx, dy, size in ((-90, 190, 150), (-10, 150, 170), (60, 210, 140)):
        draw.ellipse((trunk + dx, dy, trunk + dx + size, dy + size), fill="#4f7d57")
    for row in range(3):
        for seat in range(9):
            x, y = 150 + seat * 105 + row * 18, 590 + row * 62
            draw.rectangle((x, y, x + 52, y + 12), fill="#b5121b")
            draw.rectangle((x, y - 32, x + 52, y - 24), fill="#8e0e15")
            draw.line((x + 6, y + 12, x + 6, y + 36), fill="#57606a", width=4)
            draw.line((x + 46, y + 12, x + 46, y + 36), fill="#57606a", width=4)
    body = io.BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def _sky(picture: Image.Image, top: str, bottom: str) -> None:
    upper = Image.new("RGB", (SIZE[0], 1), top)
    lower = Image.new("RGB", (SIZE[0], 1), bottom)
    for y in range(470):
        picture.paste(Image.blend(upper, lower, y / 470), (0, y))
