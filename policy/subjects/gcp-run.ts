import type { Property } from "../mechanism/property";

/** What runs containers, functions and programs: Cloud Run, in both versions of its interface, Cloud Functions, App Engine. */
export const runService = "gcp:cloudrunv2/service:Service";
export const runServiceV1 = "gcp:cloudrun/service:Service";
export const runJob = "gcp:cloudrunv2/job:Job";
export const runWorkerPool = "gcp:cloudrunv2/workerPool:WorkerPool";
export const cloudFunction = "gcp:cloudfunctions/function:Function";
export const cloudFunctionV2 = "gcp:cloudfunctionsv2/function:Function";
const appVersions = [
  "gcp:appengine/standardAppVersion:StandardAppVersion",
  "gcp:appengine/flexibleAppVersion:FlexibleAppVersion",
];

/** What its replicas are made from. */
const templates: Readonly<Record<string, (properties: Property) => Property>> = {
  [runService]: (properties) => properties.get("template"),
  [runServiceV1]: (properties) => properties.get("template").get("spec"),
  [runJob]: (properties) => properties.get("template").get("template"),
  [runWorkerPool]: (properties) => properties.get("template"),
  [cloudFunction]: (properties) => properties,
  [cloudFunctionV2]: (properties) => properties.get("serviceConfig"),
};

export const runTypes = [...Object.keys(templates), ...appVersions];

/** What the replicas of a service, job, pool, function or program are made from. */
export function templateOf(type: string, properties: Property): Property {
  return templates[type]?.(properties) ?? properties;
}

/** The account that the replicas act as. */
export function accountOf(type: string, properties: Property): Property {
  const template = templateOf(type, properties);
  if (type === runServiceV1) return template.get("serviceAccountName");
  return template.get(
    [cloudFunction, cloudFunctionV2].includes(type) ? "serviceAccountEmail" : "serviceAccount",
  );
}

/** Plain environment variables, those of the build too, with what they belong to. */
export function variablesOf(type: string, properties: Property): readonly [string, Property][] {
  if (appVersions.includes(type)) return properties.get("envVariables").entries();
  if (type === cloudFunction || type === cloudFunctionV2) {
    const build = properties.get("buildConfig");
    return [
      templateOf(type, properties).get("environmentVariables"),
      properties.get("buildEnvironmentVariables"),
      build.get("environmentVariables"),
    ].flatMap((variables) => variables.entries());
  }
  return templateOf(type, properties)
    .get("containers")
    .items()
    .flatMap((container) => container.get("envs").items())
    .map((variable) => [variable.get("name").text() ?? variable.path, variable.get("value")]);
}
