import { Counter, Gauge, Registry } from 'prom-client';
import type { Metric } from '../../ports/metrics.ts';
import { toDisplayText } from '../../util/display-text.ts';

/** Of `metricsText`. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** The numbers in the text format of Prometheus, version 0.0.4. */
export function metricsText(metrics: readonly Metric[]): Promise<string> {
  const registry = new Registry();
  for (const { name, help, kind, samples } of metrics) {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    const settings = { name, help, labelNames, registers: [registry] };
    const metric = kind === 'counter' ? new Counter(settings) : new Gauge(settings);
    // without labels it would stand at 0 though nothing is known
    if (samples.length === 0) metric.remove();
    for (const { labels, value } of samples) metric.inc(toShown(labels), value);
  }
  return registry.metrics();
}

function toShown(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, text]) => [name, toDisplayText(text)]),
  );
}
