"""JupyterHub for people who write notebooks: each works in JupyterLab, as an account of this computer.

Visitors are not served this way, see “For people who write notebooks” in README. Start it with
`jupyterhub --config jupyterhub_config.py`, as root, because it signs people in and becomes them.
"""

import shlex
import sys
from pathlib import Path

import toolkit.notebooks

NOTEBOOKS = Path(toolkit.notebooks.__file__).parent
AUTHORS = {"toolkit-authors"}  # the group of this computer whose members may sign in

c = get_config()  # noqa: F821  # JupyterHub's own, there when it reads this file

# Behind a proxy with TLS on the same computer, as for the toolkit itself.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = AUTHORS
c.PAMAuthenticator.open_sessions = False

c.JupyterHub.spawner_class = "localprocess"
# Each author gets a copy of the notebooks, made by their own account the first time.
START = 'test -d "$HOME/notebooks" || cp -R {source} "$HOME/notebooks"; exec {python} -m jupyterhub.singleuser "$@"'
START = START.format(source=shlex.quote(str(NOTEBOOKS)), python=shlex.quote(sys.executable))
c.Spawner.cmd = ["/bin/sh", "-c", START, "author"]
c.Spawner.notebook_dir = "~/notebooks"
c.Spawner.default_url = "/lab/tree/risk.ipynb"
# Little of what the Hub knows: an author's notebook can read all of its environment. Each author has a database of
# their own, in their data folder; the visitors' database is not named here.
c.Spawner.env_keep = ["LANG", "LC_ALL", "PATH", "TZ"]
c.Spawner.mem_limit = None  # systemdspawner or containers can hold to one; a plain process cannot

# The proxy of that name from PyPI, in Python, so that Node is not needed.
c.ConfigurableHTTPProxy.command = [str(Path(sys.executable).with_name("configurable-http-proxy"))]
