"""Numbers for Prometheus; read when asked, never counted twice."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from bot.assembly import Pitwise


class _Collector(Collector):
    def __init__(self, app: "Pitwise") -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Yield what the pieces count."""
        app = self._app
        yield CounterMetricFamily("pitwise_updates_handled", "Updates brought to their end.", app.turns.handled)
        yield CounterMetricFamily("pitwise_updates_dead", "Updates that failed for good.", app.turns.dead)
        yield CounterMetricFamily("pitwise_notices_sent", "Messages that Telegram accepted.", app.delivery.sent)
        yield GaugeMetricFamily("pitwise_updates_waiting", "Updates waiting or being handled.", app.turns.lanes.waiting)
        yield GaugeMetricFamily("pitwise_accepting", "1 while updates can be kept.", int(app.intake.is_open))


def metrics_of(app: "Pitwise") -> CollectorRegistry:
    """Return a registry of its own that reads `app`."""
    registry = CollectorRegistry()
    registry.register(_Collector(app))
    return registry
