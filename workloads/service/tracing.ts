import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { IncomingHttpHeaders } from "node:http";

const scope = "service";

/**
 * Sends traces to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names; without it, nothing is recorded. Sampling
 * follows OpenTelemetry's own variables (`OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`).
 *
 * @returns what sends the spans still held, to be called at the end
 */
export function startTracing(
  service: string,
  version: string,
  environment: string,
  variables: Readonly<Record<string, string | undefined>>,
): () => Promise<void> {
  if (!variables.OTEL_EXPORTER_OTLP_ENDPOINT) return () => Promise.resolve();
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": service,
      "service.version": version,
      "deployment.environment.name": environment,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}

/** Runs a piece of work as a span below the current one. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return trace
    .getTracer(scope)
    .startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, (span) => ended(span, work));
}

/** Runs a request as a span that continues the trace its `traceparent` header names. */
export function tracedRequest<T>(
  name: string,
  headers: IncomingHttpHeaders,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), headers);
  return trace
    .getTracer(scope)
    .startActiveSpan(name, { kind: SpanKind.SERVER, attributes }, parent, (span) =>
      ended(span, () => work(span)),
    );
}

/** Identifier of the trace that the caller belongs to; undefined outside one. */
export function traceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
