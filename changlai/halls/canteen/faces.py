"""Satisfaction of meals, asked once a month however often somebody eats."""

from changlai.engines.faces.public import FaceSource

FACES = [FaceSource("canteen", "食堂吃饭", 65, "canteen.serve")]
