#!/usr/bin/env python3
"""The sample site is whole: what it refers to is there, small enough, and its odd bytes are kept.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

import project

SITE = "data/sample-site"
FILE_LIMIT = 150 * 1024
SITE_LIMIT = 1536 * 1024
UPLOAD = re.compile(r"(?<![\w.])/uploads/[^\s\"')}>]+")


def main():
    root = project.ROOT / SITE
    posts = sorted(root.glob("_posts/*.md"))
    drafts = sorted(root.glob("_drafts/*.md"))
    events = sorted(root.glob("_evenements/*.md"))
    uploads = sorted(path for path in root.glob("uploads/*"))
    complaints, referred = [], set()

    for path in posts + drafts + events:
        text = path.read_bytes().decode("utf-8")
        name = path.relative_to(project.ROOT)
        for upload in UPLOAD.findall(text):
            referred.add(upload)
            if not (root / upload.lstrip("/")).is_file():
                complaints.append(f"{name}: {upload} is missing")
        if not re.match(r"---\r?\n", text):
            complaints.append(f"{name}: no header")
        if path in posts and not re.match(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.md$", path.name):
            complaints.append(f"{name}: no name of a Jekyll post")
    for path in uploads:
        if f"/uploads/{path.name}" not in referred:
            complaints.append(f"{SITE}/uploads/{path.name}: no post shows it")
        if path.stat().st_size > FILE_LIMIT:
            complaints.append(f"{path.name}: {path.stat().st_size} bytes, at most {FILE_LIMIT}")
    total = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    if total > SITE_LIMIT:
        complaints.append(f"{total} bytes in all, at most {SITE_LIMIT}")

    hidden = [path for path in posts if b"\npublished: false" in path.read_bytes()]
    scheduled = [path for path in posts if path.name.startswith("20") and path.name > "2090"]
    crlf = [path for path in posts if b"\r\n" in path.read_bytes()]
    for path in crlf:
        if re.search(rb"(?<!\r)\n", path.read_bytes()):
            complaints.append(f"{path.name}: CRLF and LF mixed")
    unended = [path for path in posts if not path.read_bytes().endswith(b"\n")]
    for what, found, wanted in (("shown posts", len(posts) - len(hidden) - len(scheduled), 12),
                                ("drafts", len(drafts), 3), ("hidden posts", len(hidden), 1),
                                ("scheduled posts", len(scheduled), 1),
                                ("posts with CRLF", len(crlf), 1),
                                ("posts without final newline", len(unended), 1)):
        if found != wanted:
            complaints.append(f"{found} {what}, not {wanted}")
    for path in ("_config.yml", "_layouts/default.html", "_layouts/post.html", "assets/css/style.css"):
        if not (root / path).is_file():
            complaints.append(f"{SITE}/{path} is missing")
    project.finish(complaints, f"{len(posts + drafts + events)} posts, {len(uploads)} uploads,"
                               f" {total} bytes")


main()
