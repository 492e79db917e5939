"""How Voila, its kernels and their websockets are set up."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from traitlets.config import Config

from toolkit.server.configuration import Limits
from toolkit.server.identity import BrowserIdentity, KernelOwners
from toolkit.server.kernels import OneKernelSpec, VisitorKernels


def settings(environment: Mapping[str, str], limits: Limits, *, one_person: bool) -> Config:
    """The configuration of Voila and its kernels, in one place."""
    config = Config()
    config.VoilaConfiguration.template = "toolkit"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.multi_kernel_manager_class = VisitorKernels
    config.VoilaConfiguration.kernel_spec_manager_class = OneKernelSpec
    config.Voila.identity_provider_class = BrowserIdentity
    config.Voila.authorizer_class = KernelOwners
    config.VoilaExecutor.startup_timeout = 30
    config.VoilaExecutor.timeout = 60
    config.VoilaExecutor.iopub_timeout = 30  # of four seconds, a busy server once lost the page that a kernel had made
    config.OneKernelSpec.memory = limits.memory
    config.VisitorKernels.own_environment = dict(environment)
    config.VisitorKernels.max_kernels, config.VisitorKernels.each = limits.kernels, limits.each
    config.BrowserIdentity.one_person = one_person
    config.VisitorKernels.cull_idle_timeout = int(limits.idle_minutes * 60)
    config.VisitorKernels.cull_interval = 30
    config.VisitorKernels.cull_connected = True  # state is in the database: a return costs one reconnect
    config.VisitorKernels.buffer_offline_messages = False
    _kernels(config)
    return config


def _kernels(config: Config) -> None:
    """How a kernel is reached, ended and written to."""
    config.KernelManager.shutdown_wait_time = 2.0
    # Simultaneous starts over TCP race for ports; sockets in a private folder do not, but Windows has none.
    config.KernelManager.transport = "tcp" if sys.platform == "win32" else "ipc"
    # A dead kernel is not restarted in place: the page asks for a fresh one, which runs its notebook.
    config.KernelRestarter.restart_limit = 0
    config.KernelRestarter.time_to_dead = 1.0
    config.ZMQChannelsWebsocketConnection.limit_rate = False  # it would drop large downloads; kernels run our code only
