import type { Value } from "../unit/mocks";
import type { TraceEvidence } from "./evidence";
import { at, list, number, parsed, text } from "./resource";

/** The plain variables of a container, by name. */
type Variables = Readonly<Record<string, string>>;

/**
 * Whether a service's spans find their way: to a collector beside it that takes them where they are sent, has a pipeline for
 * them to the cloud's store, and may write there.
 *
 * @param beside variables of the other containers of a replica; a collector has its configuration in one of them
 * @param exporter the collector's name of the cloud's store
 */
export function traces(
  service: Variables,
  beside: readonly Variables[],
  exporter: string,
  mayWrite: boolean,
): TraceEvidence {
  const endpoint = (service["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "").replace(/^http:\/\//, "");
  const taken = beside
    .flatMap((variables) => Object.values(variables).filter((value) => value.startsWith("{")))
    .map((configuration): Value => parsed(configuration))
    .filter((configuration) => at(configuration, "receivers.otlp.protocols.http.endpoint") === endpoint)
    .map((configuration) => at(configuration, "service.pipelines.traces"));
  return {
    share: number(service["OTEL_TRACES_SAMPLER_ARG"]),
    arrive:
      mayWrite &&
      taken.some(
        (pipeline) =>
          list(at(pipeline, "receivers")).includes("otlp") &&
          list(at(pipeline, "exporters")).map(text).includes(exporter),
      ),
  };
}
