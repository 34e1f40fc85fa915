import type { KubernetesSpecification, Specification } from "../../../../components/specification";
import { platformOn, specificationOn, withContext, withFolder } from "../../fixture";
import { record, type Recording } from "../../mocks";

type Environment = Specification["environment"];

const made = new Map<string, Promise<Recording>>();

/** The whole stack of an environment on GKE. Recorded once, with each answer to who reaches its cluster. */
export function stackOnGke(
  environment: Environment,
  kubernetes: KubernetesSpecification = { apiRanges: [], administrators: [] },
): Promise<Recording> {
  const key = JSON.stringify([environment, kubernetes]);
  const recording = made.get(key) ?? recorded({ ...onGke(environment), kubernetes });
  made.set(key, recording);
  return recording;
}

export const onGke = (environment: Environment) => specificationOn("gcp", environment, "kubernetes");

export function recorded(specification: Specification): Promise<Recording> {
  return withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specification, context))),
  );
}
