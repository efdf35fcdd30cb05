"""Links that leave docs/ go to the repository; there, they are followed to files."""

import pathlib
import re

REPOSITORY = "https://github.com/sidecar-first/sidecar-first/blob/main/"
ROOT = pathlib.Path(__file__).resolve().parents[2]


def on_page_markdown(markdown, page, **_):
    def rewritten(match):
        file, _, anchor = match.group(1).partition("#")
        if not (ROOT / file).exists():
            raise SystemExit(f"{page.file.src_path}: there is no {file}")
        return f"]({REPOSITORY}{file}{'#' + anchor if anchor else ''})"

    return re.sub(r"\]\(\.\./([^)\s]+)\)", rewritten, markdown)
