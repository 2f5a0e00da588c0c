"""Settings for readers of Second Source on a JupyterHub: see README.md in this folder.

For The Littlest JupyterHub: copy it into /opt/tljh/config/jupyterhub_config.d and write your repository into the next
lines. The kit's own tests run a hub on this very file.
"""
# ruff: noqa: F821 - JupyterHub itself gives this file its `c`
from urllib.parse import urlencode

REPOSITORY = "https://example.org/ORG/second-source"  # yours; its name is the folder that each reader gets
BRANCH = "main"  # never a tag: nbgitpuller fetches a tag once and fails at the next visit
FIRST_PAGE = "notebooks/00_start_here.ipynb"

folder = REPOSITORY.rstrip("/").rpartition("/")[2].removesuffix(".git")
wishes = {"repo": REPOSITORY, "branch": BRANCH, "targetPath": folder, "urlpath": f"doc/tree/{folder}/{FIRST_PAGE}"}

# Whoever logs in gets a copy of the notebooks, or what is new in them, and then the first lesson without menus around
# it. nbgitpuller keeps what the reader has changed, and the answers in my-work are none of its business.
c.Spawner.default_url = f"/git-pull?{urlencode(wishes, safe=':/')}"

# A reader with two lessons open needs well under this; the limit is for code that runs away. Put it here and not in
# `tljh-config`, because this file is read after that.
c.Spawner.mem_limit = "512M"

# A lesson that nobody has touched for an hour gives its memory back, even if its page is still open: every answer is
# on the disk, and the page says what to press. This replaces the whole list: add arguments of your own here.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True",
]

# When thirty people press “log in” within a minute, the last of them waits for the processor and is not turned away.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
