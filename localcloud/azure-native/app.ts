import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, repeated, text } from "../reading";
import type { Check, Properties, Reference, ResourceRules, StoredResource, Value, World } from "../rules";
import { equal } from "../values";
import { containerLimits, workloadChecks, workloadName } from "./app-containers";
import { imageCheck, revisionError, revisionOf } from "./app-revision";
import { revisionExistsCheck } from "./app-traffic";
import { armResource } from "./arm-resource";
import { cron } from "./cron";
import { identityReferences, withPrincipals } from "./system-identity";
import { types } from "./types";

const scale = "template.scale";

const scaleCheck: Check = (inputs) => {
  const [minimum, maximum] = ["minReplicas", "maxReplicas"].map((key) =>
    amount(at(inputs, `${scale}.${key}`)),
  );
  if (minimum !== undefined && minimum > (maximum ?? 10))
    return refuse(
      `${scale}.minReplicas`,
      `ContainerAppInvalidScaleSpec: minReplicas (${String(minimum)}) must be at most maxReplicas (${String(maximum ?? 10)})`,
    );
  const rules = list(at(inputs, `${scale}.rules`)).map(record);
  const [twice] = repeated(rules.flatMap(({ name }) => text(name) ?? []));
  if (twice !== undefined)
    return refuse(`${scale}.rules`, `ContainerAppScaleRuleDuplicate: '${twice}' is given twice`);
  return rules.flatMap((rule, index) => {
    const kinds = ["azureQueue", "custom", "http", "tcp"].filter((key) => rule[key] !== undefined);
    return kinds.length === 1
      ? []
      : refuse(
          `${scale}.rules[${String(index)}]`,
          "ContainerAppInvalidScaleSpec: a rule scales on exactly one thing",
        );
  });
};

const ingress = "configuration.ingress";

const trafficCheck: Check = (inputs) => {
  const traffic = list(at(inputs, `${ingress}.traffic`)).map(record);
  if (traffic.length === 0) return [];
  const total = traffic.reduce((sum, { weight }) => sum + (amount(weight) ?? 0), 0);
  if (total !== 100)
    return refuse(
      `${ingress}.traffic`,
      `ContainerAppTrafficWeightInvalid: the weights of all revisions add up to 100, not ${String(total)}`,
    );
  const single =
    (text(at(inputs, "configuration.activeRevisionsMode")) ?? "Single").toLowerCase() === "single";
  return traffic.flatMap((each, index) => {
    const path = `${ingress}.traffic[${String(index)}]`;
    const { latestRevision, revisionName } = each;
    if ((latestRevision === true) === (revisionName !== undefined))
      return refuse(path, "ContainerAppTrafficInvalid: has a revisionName, or latestRevision true");
    return single && revisionName !== undefined
      ? refuse(
          `${path}.revisionName`,
          "ContainerAppTrafficInvalid: only in multiple-revision mode can requests be led to a revision by its name",
        )
      : [];
  });
};

const revisionCheck: Check = (inputs, _world, self) => {
  const app = text(inputs["containerAppName"]) ?? "";
  const foreign = list(at(inputs, `${ingress}.traffic`)).findIndex((each) => {
    const name = text(record(each)["revisionName"]);
    return name !== undefined && !name.startsWith(`${app}--`);
  });
  if (foreign >= 0)
    return refuse(
      `${ingress}.traffic[${String(foreign)}].revisionName`,
      `RevisionNotFound: revisions of '${app}' are called '${app}--SUFFIX'`,
    );
  const suffix = text(at(inputs, "template.revisionSuffix"));
  if (suffix === undefined) return [];
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(suffix) || `${app}--${suffix}`.length > 54)
    return refuse(
      "template.revisionSuffix",
      "ContainerAppInvalidRevisionSuffix: lower-case letters, digits and hyphens; at most 54 characters with the app's name",
    );
  return self !== undefined &&
    at(self.inputs, "template.revisionSuffix") === suffix &&
    !equal(self.inputs["template"], inputs["template"])
    ? refuse(
        "template.revisionSuffix",
        `RevisionSuffixInUse: the revision '${app}--${suffix}' exists with another template: leave the suffix out, or change it`,
      )
    : [];
};

const ingressCheck: Check = (inputs) => {
  const given = record(at(inputs, ingress));
  if (at(inputs, ingress) === undefined) return [];
  const tcp = given["transport"] === "tcp";
  if (!tcp && given["exposedPort"] !== undefined && given["exposedPort"] !== 0)
    return refuse(
      `${ingress}.exposedPort`,
      "ContainerAppIngressInvalid: only TCP ingress has an exposed port",
    );
  return given["targetPort"] === undefined
    ? refuse(`${ingress}.targetPort`, "ContainerAppIngressInvalid: ingress leads to a port of the container")
    : [];
};

function environmentOf(inputs: Properties, world: World): StoredResource | undefined {
  return world.find(types.environment, inputs["environmentId"] ?? inputs["managedEnvironmentId"]);
}

/** A secret as Azure gives it back. */
const withoutValue = (secret: Value): Properties =>
  Object.fromEntries(Object.entries(record(secret)).filter(([key]) => key !== "value"));

/** The configuration as Azure gives it back: with the ingress's host name, without the values of secrets. */
function configurationOf({ inputs }: StoredResource, world: World): Value {
  const configuration = record(inputs["configuration"]);
  const domain = text(environmentOf(inputs, world)?.outputs["defaultDomain"]) ?? "";
  const given = record(configuration["ingress"]);
  const inner = given["external"] === true ? "" : "internal.";
  const fqdn = `${text(inputs["containerAppName"]) ?? ""}.${inner}${domain}`;
  const secrets = list(configuration["secrets"]).map(withoutValue);
  return {
    ...configuration,
    ...(configuration["ingress"] !== undefined && { ingress: { ...given, fqdn } }),
    ...(secrets.length > 0 && { secrets }),
  };
}

const references: readonly Reference[] = [
  { path: "environmentId", to: types.environment },
  ...identityReferences,
];

const jobCheck: Check = (inputs) => {
  const kinds: Readonly<Record<string, string>> = {
    Manual: "manualTriggerConfig",
    Schedule: "scheduleTriggerConfig",
    Event: "eventTriggerConfig",
  };
  const kind = text(at(inputs, "configuration.triggerType"));
  if (kind === undefined) return [];
  const wanted = kinds[kind];
  if (wanted === undefined)
    return refuse(
      "configuration.triggerType",
      `JobTriggerTypeInvalid: is Manual, Schedule or Event, not '${kind}'`,
    );
  if (at(inputs, `configuration.${wanted}`) === undefined)
    return refuse(
      `configuration.${wanted}`,
      `JobTriggerConfigMissing: a job of trigger type '${kind}' needs it`,
    );
  const other = Object.values(kinds).find(
    (key) => key !== wanted && at(inputs, `configuration.${key}`) !== undefined,
  );
  return other === undefined
    ? []
    : refuse(`configuration.${other}`, `JobTriggerConfigInvalid: is not for a job of trigger type '${kind}'`);
};

/** Apps and jobs of Container Apps. */
export const containers: readonly ResourceRules[] = [
  armResource({
    type: types.containerApp,
    path: "Microsoft.App/containerApps/{containerAppName}",
    location: "regional",
    name: workloadName,
    outputs: {
      configuration: configurationOf,
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
      latestRevisionName: revisionOf,
      // The one before goes on serving.
      latestReadyRevisionName: (app) =>
        revisionError(app) === undefined
          ? revisionOf(app)
          : (text(app.outputs["latestReadyRevisionName"]) ?? ""),
      deploymentErrors: (app) => revisionError(app) ?? "",
      latestRevisionFqdn: (app, world) =>
        at(app.inputs, ingress) === undefined
          ? ""
          : `${revisionOf(app)}.${text(environmentOf(app.inputs, world)?.outputs["defaultDomain"]) ?? ""}`,
      customDomainVerificationId: ({ id }) => randomText(`${id} domains`, true, 64).toUpperCase(),
      eventStreamEndpoint: "https://{location}.azurecontainerapps.dev{id}/eventstream",
      outboundIpAddresses: (app, world) => {
        const address = environmentOf(app.inputs, world)?.outputs["staticIp"];
        return address === undefined ? [] : [address];
      },
      runningStatus: "Running",
    },
    references,
    immutable: ["environmentId", "managedEnvironmentId"],
    secrets: ["configuration.secrets[].value"],
    limits: [
      ...containerLimits,
      { path: `${scale}.minReplicas`, minimum: 0, maximum: 1000 },
      { path: `${scale}.maxReplicas`, minimum: 1, maximum: 1000 },
      { path: "template.terminationGracePeriodSeconds", minimum: 0, maximum: 600 },
      { path: "configuration.activeRevisionsMode", oneOf: ["Single", "Multiple", "Labels"] },
      { path: "configuration.maxInactiveRevisions", minimum: 0, maximum: 100 },
      { path: `${ingress}.targetPort`, minimum: 1, maximum: 65535 },
      { path: `${ingress}.transport`, oneOf: ["auto", "http", "http2", "tcp"] },
      { path: `${ingress}.traffic[].weight`, minimum: 0, maximum: 100 },
    ],
    check: [
      scaleCheck,
      ingressCheck,
      trafficCheck,
      revisionCheck,
      revisionExistsCheck,
      imageCheck,
      ...workloadChecks,
    ],
    // Usual experience: twenty to sixty seconds until a revision is ready.
    seconds: { create: 45, update: 40, delete: 20 },
  }),
  armResource({
    type: types.job,
    path: "Microsoft.App/jobs/{jobName}",
    location: "regional",
    name: workloadName,
    outputs: {
      configuration: ({ inputs }) => {
        const configuration = record(inputs["configuration"]);
        const secrets = list(configuration["secrets"]).map(withoutValue);
        return { ...configuration, ...(secrets.length > 0 && { secrets }) };
      },
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
      eventStreamEndpoint: "https://{location}.azurecontainerapps.dev{id}/eventstream",
      outboundIpAddresses: () => [],
      runningState: "Ready",
    },
    references,
    immutable: ["environmentId"],
    secrets: ["configuration.secrets[].value"],
    limits: [
      ...containerLimits,
      // "Jobs in Azure Container Apps": a replica runs a day at most, and is tried again ten times at most.
      { path: "configuration.replicaTimeout", minimum: 1, maximum: 86_400 },
      { path: "configuration.replicaRetryLimit", minimum: 0, maximum: 10 },
      {
        path: "configuration.scheduleTriggerConfig.cronExpression",
        pattern: cron,
        reason: "JobCronExpressionInvalid: has five fields: minute, hour, day, month, day of the week",
      },
    ],
    check: [jobCheck, ...workloadChecks],
    seconds: { create: 25, update: 20, delete: 15 },
  }),
];
