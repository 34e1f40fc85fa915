import type { Given, Properties } from "../pack";

/** An object of Kubernetes as the engine shows it. */
export function of(type: string, properties: Properties = {}, more: Partial<Given> = {}): Given {
  return { type: `kubernetes:${type}`, properties, ...more };
}

/** A container, and a pod's settings around it. */
export function pod(container: Properties = {}, spec: Properties = {}): Given {
  return of("core/v1:Pod", { spec: { ...spec, containers: [{ name: "web", ...container }] } });
}

/** The same with a security context of the container's, and of the pod's. */
export function secured(container: Properties, context: Properties = {}): Given {
  return pod({ securityContext: container }, { securityContext: context });
}

/** A pod's settings in everything that pods come from. */
export function everywhere(spec: Properties): Record<string, Given> {
  const template = { spec };
  const usual = ["apps/v1", "apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"].map(
    (version) => `${version}:Deployment`,
  );
  const others = [
    ...["apps/v1", "apps/v1beta1", "apps/v1beta2"].map((version) => `${version}:StatefulSet`),
    ...["apps/v1", "apps/v1beta2", "extensions/v1beta1"].flatMap((version) => [
      `${version}:DaemonSet`,
      `${version}:ReplicaSet`,
    ]),
    "core/v1:ReplicationController",
    "batch/v1:Job",
  ];
  const shapes: [string, Properties][] = [
    ["core/v1:Pod", { spec }],
    ["core/v1:PodTemplate", { template }],
    ...[...usual, ...others].map((type): [string, Properties] => [type, { spec: { template } }]),
    ...["batch/v1", "batch/v1beta1", "batch/v2alpha1"].map((version): [string, Properties] => [
      `${version}:CronJob`,
      { spec: { jobTemplate: { spec: { template } } } },
    ]),
  ];
  return Object.fromEntries(
    shapes.flatMap(([type, properties]) => [
      [type, of(type, properties)],
      [`${type}Patch`, of(`${type}Patch`, properties)],
      [`${type}List`, of(`${type}List`, { items: [{}, properties] })],
    ]),
  );
}

/** Each of these scenes with the same part of a message. */
export function each(
  scenes: Readonly<Record<string, Given>>,
  detail: string,
): Record<string, [Given, string]> {
  return Object.fromEntries(
    Object.entries(scenes).map(([name, scene]): [string, [Given, string]] => [name, [scene, detail]]),
  );
}
