"""The settings that the kit ships for a JupyterHub name what exists, agree with each other, and fit what was measured."""

import re
from pathlib import Path

import pytest
import yaml
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from jupyterhub.app import JupyterHub
from jupyterhub.spawner import Spawner
from jupyterhub.traitlets import ByteSpecification
from traitlets.config.loader import PyFileConfigLoader

from ..bench import capacity
from .hub import DEPLOY, FOLDER, KIT, PLACEHOLDER, README, SETTINGS

CLASSES = {one.__name__: one for one in (JupyterHub, Spawner, ServerApp, MappingKernelManager)}
VALUES = yaml.safe_load((DEPLOY / "zero-to-jupyterhub.yaml").read_text(encoding="utf-8"))
USER = VALUES["singleuser"]
# What the chart's schema (values.schema.yaml) has, of the parts that are used here; it allows nothing else.
CHART = {
    "singleuser": {"image", "memory", "cpu", "startTimeout", "defaultUrl", "storage", "extraFiles"},
    "singleuser.image": {"name", "tag", "pullPolicy", "pullSecrets"},
    "singleuser.memory": {"limit", "guarantee"},
    "singleuser.cpu": {"limit", "guarantee"},
    "singleuser.storage": {"type", "capacity", "dynamic", "static", "homeMountPath", "extraLabels", "extraVolumes",
                           "extraVolumeMounts"},
    "singleuser.extraFiles.second-source": {"mountPath", "data", "stringData", "binaryData", "mode"},
    "cull": {"enabled", "users", "adminUsers", "removeNamedServers", "timeout", "every", "concurrency", "maxAge"},
    "prePuller": {"revisionHistoryLimit", "labels", "annotations", "resources", "extraTolerations", "hook", "continuous",
                  "pullProfileListImages", "extraImages", "containerSecurityContext", "pause"},
    "prePuller.hook": {"enabled"},
    "prePuller.continuous": {"enabled"},
}
# What The Littlest JupyterHub's configurer has under services.cull.
LITTLEST_CULL = {"enabled", "timeout", "every", "concurrency", "users", "max_age", "remove_named_servers"}


def load(path):
    """What a settings file sets, read as JupyterHub reads it."""
    return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


@pytest.fixture
def config():
    return load(SETTINGS)


def arguments(config):
    """(class, trait) -> value, for what the settings hand to each reader's server."""
    parts = [re.fullmatch(r"--(\w+)\.(\w+)=(.+)", word).groups() for word in config.Spawner.args]
    return {(name, trait): yaml.safe_load(value.lower()) for name, trait, value in parts}


def megabytes(words):
    return ByteSpecification().validate(None, words) / 1024**2


def at(path):
    """What the values have at a dotted path."""
    found = VALUES
    for name in path.split("."):
        found = found[name]
    return found


def test_every_setting_is_a_trait_of_the_jupyterhub_that_is_installed(config):
    named = [(name, trait) for name, section in config.items() for trait in section] + list(arguments(config))
    unknown = [f"{name}.{trait}" for name, trait in named if not CLASSES[name].class_traits(config=True).get(trait)]
    assert unknown == []
    assert Spawner(config=config).mem_limit == 512 * 1024**2


def test_the_first_page_is_the_first_lesson_in_the_readers_own_copy(config):
    address = config.Spawner.default_url
    assert address.startswith(f"/git-pull?repo={PLACEHOLDER}&branch=main&targetPath={FOLDER}&urlpath=doc/tree/{FOLDER}/")
    assert (KIT / address.rpartition(f"tree/{FOLDER}/")[2]).name == "00_start_here.ipynb"
    assert (KIT / address.rpartition(f"tree/{FOLDER}/")[2]).exists()


@pytest.mark.parametrize("address", ["https://example.net/school/lessons.git", "https://example.net/school/lessons/"])
def test_the_readers_folder_is_named_after_the_repository(address, tmp_path):
    edited = tmp_path / "edited.py"
    edited.write_text(SETTINGS.read_text(encoding="utf-8").replace(PLACEHOLDER, address), encoding="utf-8")
    assert "&targetPath=lessons&urlpath=doc/tree/lessons/notebooks/" in load(edited).Spawner.default_url


def test_many_machines_are_set_as_one_machine_is(config):
    assert USER["defaultUrl"] == config.Spawner.default_url
    assert USER["memory"]["limit"] == config.Spawner.mem_limit
    assert USER["startTimeout"] >= config.Spawner.start_timeout  # a cluster may have to get a machine first
    kernels = USER["extraFiles"][FOLDER]["data"]["MappingKernelManager"]
    assert {("MappingKernelManager", trait): value for trait, value in kernels.items()} == arguments(config)


@pytest.mark.parametrize("path", ["", *CHART])
def test_the_chart_knows_every_name_in_the_values(path):
    known = CHART[path] if path else {"singleuser", "cull", "prePuller"}
    assert set(at(path) if path else VALUES) <= known


def test_what_every_server_reads_from_a_file_are_traits_of_the_server():
    file = USER["extraFiles"][FOLDER]
    assert Path(file["mountPath"]).name == "jupyter_server_config.json"
    named = [(name, trait) for name, section in file["data"].items() for trait in section]
    assert [pair for pair in named if pair[1] not in CLASSES[pair[0]].class_traits(config=True)] == []
    assert file["data"]["ServerApp"]["root_dir"] == USER["storage"]["homeMountPath"], "work would not be kept"


def test_what_is_kept_free_for_a_reader_is_what_was_measured_and_below_the_limit():
    planned = capacity.reader(capacity.read())
    assert planned <= megabytes(USER["memory"]["guarantee"]) < megabytes(USER["memory"]["limit"])


def test_the_instructions_cull_as_the_values_do_with_options_that_exist():
    said = dict(re.findall(r"tljh-config set services\.cull\.(\w+) (\d+)", README.read_text(encoding="utf-8")))
    assert set(said) <= LITTLEST_CULL
    assert {name: int(value) for name, value in said.items()} == {name: VALUES["cull"][name] for name in ("timeout", "every")}


def test_the_instructions_repeat_the_settings_as_they_are():
    table = README.read_text(encoding="utf-8")
    for path in ("memory.limit", "memory.guarantee", "storage.capacity"):
        assert f"`singleuser.{path}` {at(f'singleuser.{path}')}" in table
    assert f"`Spawner.mem_limit` {USER['memory']['limit']}" in table


def test_the_instructions_name_the_image_that_the_values_ask_for():
    image = f"{USER['image']['name']}:{USER['image']['tag']}"
    assert f"--image-name {image} " in README.read_text(encoding="utf-8")
    assert image == image.lower(), "repo2docker takes no other letters"


def test_every_file_that_the_instructions_link_to_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links and [link for link in links if not (DEPLOY / link).exists()] == []
