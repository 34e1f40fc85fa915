import type { CanarySpecification } from "../../components/specification";

/**
 * Which revisions of an app get its requests: the newest that is ready alone, but for a canary that is under way. Only meanwhile
 * may two be active, since in multiple-revision mode Container Apps would never end one by itself.
 */
export function revisions(canary: CanarySpecification | undefined) {
  const { percent, stable } = canary?.now ?? { percent: 100, stable: undefined };
  return {
    activeRevisionsMode: stable === undefined ? "Single" : "Multiple",
    traffic: [
      ...(stable === undefined ? [] : [{ revisionName: stable, weight: 100 - percent }]),
      ...(percent === 0 ? [] : [{ latestRevision: true, weight: percent }]),
    ],
  };
}
