"""The plans of the demo house: boxes with numbers, as somebody in the village would draw them."""

import io
from typing import Any, Final

from PIL import Image, ImageDraw

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import put_plan
from changlai.kernel.files.public import as_upload, keep_file

Box = tuple[int, int, int, int]

FLOORS: Final[tuple[tuple[str, str, tuple[Box, ...]], ...]] = (
    (
        "一楼",
        "1 书吧，2 议事厅，3 棋牌室，4 多功能厅；大门和楼梯在中间，门前是文化小广场。",
        ((40, 40, 320, 360), (340, 40, 560, 210), (340, 230, 560, 360), (700, 40, 1160, 360)),
    ),
    (
        "二楼",
        "1 舞蹈室，2 调解室，3 村干部办公室；楼梯在中间。",
        ((40, 40, 440, 360), (700, 40, 900, 360), (920, 40, 1160, 360)),
    ),
)
INK, WALL, PAPER, STAIRS = "#1F2328", "#57606A", "#FAF7F2", "#D9C7A3"


def draw(boxes: tuple[Box, ...]) -> bytes:
    """Draw the rooms of a floor with their numbers, the stairs between them."""
    picture = Image.new("RGB", (1200, 420), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 1180, 380), outline=WALL, width=8)
    for step in range(6):
        pen.rectangle((590, 200 + step * 26, 680, 218 + step * 26), fill=STAIRS)
    for number, box in enumerate(boxes, start=1):
        pen.rectangle(box, outline=WALL, width=5, fill="white")
        middle = ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
        pen.text(middle, str(number), fill=INK, font_size=72, anchor="mm")
    body = io.BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def hang_plans(centre: Any, actor: Actor, at: Any) -> None:
    """Hang a plan of each floor of the main house."""
    for floor, note, boxes in FLOORS:
        file = keep_file(
            centre=centre,
            upload=as_upload(draw(boxes), "pingmiantu.png"),
            purpose="plan",
            actor_id=actor.account_id,
            at=at,
            is_public=True,
        )
        put_plan(centre=centre, actor=actor, floor=floor, file=file, note=note)
