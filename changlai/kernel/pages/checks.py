"""What must be in place before a page can look right."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from changlai.kernel.pages.icons import icon_folder


@register("pages")
def icons_are_installed(**kwargs: Any) -> list[CheckMessage]:
    """Say plainly that the front-end packages are missing; pages still work, with words alone."""
    if icon_folder().is_dir():
        return []
    return [
        Warning(
            "没有找到图标文件(node_modules/lucide-static)。页面照常可用，只是没有图标。",
            hint="请在项目目录运行 npm ci。",
            id="pages.W001",
        )
    ]
