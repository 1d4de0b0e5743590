"""What a monitor can read: counters over the OpenTelemetry API, which does nothing where no SDK is set up."""

from opentelemetry import metrics

_METER = metrics.get_meter("rso.pleio")
REQUESTS = _METER.create_counter("rso.pleio.requests", unit="{request}", description="HTTP requests, by kind")
STEPS = _METER.create_counter("rso.pleio.steps", unit="{step}", description="Steps of plans carried out, by kind")
REFUSED = _METER.create_counter("rso.pleio.refused", unit="{step}", description="Steps that the site refused")
ROUNDS = _METER.create_counter("rso.pleio.rounds", unit="{round}", description="Rounds of the watcher, by outcome")
LAG = _METER.create_gauge(
    "rso.pleio.lag", unit="{event}", description="Events recorded that the site does not show yet"
)
