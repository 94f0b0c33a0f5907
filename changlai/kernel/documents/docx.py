"""A paper as a docx that any office program opens, in the layout of GB/T 9704.

The typefaces that official documents ask for cannot be shipped; they are named, each with what to
take where it is missing.
"""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any, Final

from django.utils.functional import cached_property

from changlai.kernel.documents.papers import Grid, Paper, spoken_date

TITLE_FACE: Final = "方正小标宋简体"
BODY_FACE: Final = "仿宋_GB2312"
FALLBACKS: Final = {TITLE_FACE: "宋体", BODY_FACE: "仿宋"}
LATIN: Final = "Times New Roman"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE, LINE = 22, 16, 12, 28
"""Points: 二号, 三号, 小四, and the fixed distance of lines."""
OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The date every part of the file carries: a zip knows none before it."""


def as_docx(paper: Paper) -> bytes:
    """Return a paper as a docx file; the same paper gives the same bytes."""
    return _Writer(paper).written()


class _Writer:
    def __init__(self, paper: Paper) -> None:
        # The package is large; who never asks for a docx need not wait for it.
        from docx import Document

        self.paper = paper
        self.document: Any = Document()

    @cached_property
    def _units(self) -> Any:
        from docx import shared

        return shared

    def written(self) -> bytes:
        """Write page, head, body and foot, and pack them."""
        self._lay_page()
        self._head()
        for block in self.paper.body:
            if isinstance(block, Grid):
                self._table(block)
            else:
                self._line(block, indent=True)
        self._foot()
        self._name_faces()
        self._say_properties()
        packed = io.BytesIO()
        self.document.save(packed)
        return _same_bytes(packed.getvalue())

    def _lay_page(self) -> None:
        millimetres = self._units.Mm
        section = self.document.sections[0]
        section.page_width, section.page_height = millimetres(210), millimetres(297)
        section.top_margin, section.bottom_margin = millimetres(37), millimetres(35)
        section.left_margin, section.right_margin = millimetres(28), millimetres(26)
        style = self.document.styles["Normal"]
        self._face(style, BODY_FACE)
        style.font.size = self._units.Pt(BODY_SIZE)

    def _head(self) -> None:
        self._line(self.paper.title, face=TITLE_FACE, size=TITLE_SIZE, align="CENTER")
        self._line(f"编号：{self.paper.number}", align="CENTER")
        self._line("")

    def _foot(self) -> None:
        self._line("")
        self._line(f"{self.paper.issuer}（盖章）", align="RIGHT")
        self._line(spoken_date(self.paper.made_on), align="RIGHT")
        if self.paper.note:
            self._line("")
            self._line(self.paper.note, size=TABLE_SIZE)

    def _line(
        self,
        text: str,
        *,
        face: str = BODY_FACE,
        size: int = BODY_SIZE,
        align: str = "JUSTIFY",
        indent: bool = False,
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING

        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        shape.space_before = shape.space_after = self._units.Pt(0)
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = self._units.Pt(LINE)
        if indent:
            shape.first_line_indent = self._units.Pt(2 * size)
        run = paragraph.add_run(text)
        run.font.size = self._units.Pt(size)
        self._face(run, face)

    def _table(self, grid: Grid) -> None:
        table = self.document.add_table(rows=1, cols=len(grid.headings))
        table.style = "Table Grid"
        table.autofit = False
        shares = grid.widths or (1,) * len(grid.headings)
        widths = [self._units.Mm(156 * share / sum(shares)) for share in shares]
        rows = [grid.headings, *grid.rows]
        for number, texts in enumerate(rows):
            cells = (table.rows[0] if number == 0 else table.add_row()).cells
            for cell, text, width in zip(cells, texts, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = self._units.Pt(0)
                run = paragraph.add_run(text)
                run.font.size = self._units.Pt(TABLE_SIZE)
                run.font.bold = number == 0
                self._face(run, BODY_FACE)

    def _face(self, of: Any, name: str) -> None:
        from docx.oxml.ns import qn

        of.font.name = LATIN
        fonts = of.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), name)

    def _name_faces(self) -> None:
        """Say in the file which typeface to take where the wanted one is missing."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        part = self.document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        told = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in FALLBACKS.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{told}</w:fonts>".encode())

    def _say_properties(self) -> None:
        said = self.document.core_properties
        made = datetime.combine(self.paper.made_on, time(), tzinfo=UTC)
        said.title, said.author = self.paper.title, self.paper.issuer
        said.last_modified_by, said.comments, said.keywords = self.paper.issuer, "", ""
        said.created = said.modified = made
        said.revision = 1


def _same_bytes(packed: bytes) -> bytes:
    """Pack the parts anew in one order and under one date."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            part = zipfile.ZipInfo(name, OLDEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            new.writestr(part, old.read(name))
    return out.getvalue()
