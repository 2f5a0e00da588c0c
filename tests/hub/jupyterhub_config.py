"""The tests' hub: the settings that the kit ships, and around them what makes it private and asks for no password."""
# ruff: noqa: F821 - JupyterHub itself gives this file its `c` and `load_subconfig`
import json
import os
import sys

here = json.loads(os.environ["HUB_OF_THE_TESTS"])
load_subconfig(here["settings"])

c.JupyterHub.bind_url = f"http://127.0.0.1:{here['ports'][0]}"
c.JupyterHub.hub_port = here["ports"][1]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{here['ports'][2]}"
c.ConfigurableHTTPProxy.command = [here["proxy"]]
c.JupyterHub.db_url = f"sqlite:///{here['home']}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{here['home']}/cookie-secret"

c.JupyterHub.authenticator_class = "dummy"  # any name, any password
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"  # every reader a folder, and not an account of the system
c.SimpleLocalProcessSpawner.home_dir_template = f"{here['home']}/users/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
if os.geteuid() == 0:
    c.Spawner.args = [*c.Spawner.args, "--allow-root"]

# Who the tests themselves are, when they ask which servers run.
c.JupyterHub.services = [{"name": "tests", "api_token": here["token"]}]
c.JupyterHub.load_roles = [{"name": "tests", "services": ["tests"], "scopes": ["list:users", "read:servers"]}]
