import type { CanarySpecification } from "../../components/specification";

/** Which revisions of a service get its requests: the newest alone, but for a canary that is under way. */
export function traffics(canary: CanarySpecification | undefined) {
  const { percent, stable } = canary?.now ?? { percent: 100, stable: undefined };
  return [
    ...(stable === undefined
      ? []
      : [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: stable, percent: 100 - percent }]),
    // Of the newest that is ready: until then the one before gets its share.
    ...(percent === 0 ? [] : [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent }]),
  ];
}
