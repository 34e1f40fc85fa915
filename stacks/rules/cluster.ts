import type { ExistingPlace } from "../../components/cloud";
import { clusterSecrets } from "../cluster";
import type { ClusterConfiguration } from "../cluster-schema";
import { setCommand } from "../issues";
import { absence, keyOf, problem, type KeyPath, type Problem } from "../problem";
import type { Context } from "./context";
import { parseRange } from "./network";

/** What a stack says of a cluster that is there already is enough to use it, and asks for nothing that it can't be given. */
export function* clusterRules(context: Context): Generator<Problem> {
  const { cloud, given } = context;
  if (cloud?.existing === undefined) {
    if (given.cluster !== undefined && given.cloud !== undefined) {
      const wrong = `names a cluster that is there already, beside \`${keyOf(["cloud"])}\``;
      yield problem(["cluster"], wrong, "Keep one: a cloud makes its own cluster.");
    }
    return;
  }
  if (given.cluster === undefined) {
    const right = "Add a map with at least `context: NAME`, one of `kubectl config get-contexts`.";
    yield absence(["cluster"], "is missing, so nobody knows which cluster is meant", right);
    return;
  }
  yield* inapplicableRule(context, cloud.existing);
  yield* accessRule(context, given.cluster);
  yield* storeRules(context);
  yield* entryRules(context, given.cluster);
  yield* imageRule(context);
  yield* watchRule(context, given.cluster);
  yield* dumpRules(context, given.cluster);
}

/** Secrets that the stack itself reads on such a cluster, where they are set. */
export function ownSecrets({ cloud, given, settled }: Context): string[] {
  if (cloud?.existing === undefined) return [];
  const { cache, database, dumpKey, dumpKeyId, kubeconfig } = clusterSecrets;
  return [
    kubeconfig,
    ...(settled.database === undefined ? [] : [database]),
    ...(settled.cache === undefined ? [] : [cache]),
    ...(given.cluster?.dumps === undefined ? [] : [dumpKeyId, dumpKey]),
  ];
}

/** A database or cache that is asked for is there already: the stack has to be told where. */
function* storeRules({ secrets, settled }: Context): Generator<Problem> {
  const set = [...secrets.encrypted, ...secrets.plain];
  const services = Object.entries(settled.services);
  for (const store of ["database", "cache"] as const) {
    const secret = clusterSecrets[store];
    if (settled[store] === undefined || set.includes(secret)) continue;
    // Reported there.
    if (services.some(([, { secrets: listed }]) => listed.includes(secret))) continue;
    const service = services.find(([, asking]) => asking[store])?.[0];
    const asking = service ?? keyOf([store]);
    yield absence(
      [secret],
      `is missing; \`${asking}\` asks for a ${store}, and a cluster that is there already brings none`,
      `Run \`${setCommand(secret)}\` with the address of yours, user and password included.`,
    );
  }
}

function* inapplicableRule({ given }: Context, { inapplicable }: ExistingPlace): Generator<Problem> {
  for (const [key, instead] of Object.entries(inapplicable)) {
    const path = key.split(".");
    const asked = at(given, path);
    // Off is what it is anyway.
    if (asked === undefined || asked === false) continue;
    yield problem(path, "has no effect on a cluster that is there already", instead);
  }
}

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return at(new Map<string, unknown>(Object.entries(value)).get(key), rest);
}

function* accessRule({ secrets }: Context, cluster: ClusterConfiguration): Generator<Problem> {
  const known = [...secrets.encrypted, ...secrets.plain].includes(clusterSecrets.kubeconfig);
  if (cluster.context !== undefined || known) return;
  yield absence(
    ["cluster", "context"],
    "is missing: the stack would go wherever `kubectl` was used last",
    `Name one of \`kubectl config get-contexts\`, or run \`${setCommand(clusterSecrets.kubeconfig)}\`.`,
  );
}

function* entryRules({ given, settled }: Context, cluster: ClusterConfiguration): Generator<Problem> {
  const { gateway, ingress, proxies } = cluster;
  const open = Object.entries(settled.services).find(([, service]) => service.public)?.[0];
  if (gateway && ingress) {
    yield problem(["cluster", "gateway"], "stands beside `ingress`", "Keep the one that requests come by.");
    return;
  }
  if (open === undefined) {
    for (const [key, value] of Object.entries({ ingress, gateway, proxies })) {
      if (value === undefined) continue;
      const right = "Leave it out, or say `public: true` for the service that it leads to.";
      yield problem(["cluster", key], "has no effect, because no service is public", right);
    }
    return;
  }
  if (!gateway && !ingress) {
    const right = "Give `class: NAME` of an Ingress (`kubectl get ingressclasses`), or a `gateway`.";
    yield absence(["cluster", "ingress"], `is missing, so no request would reach \`${open}\``, right);
    return;
  }
  yield* proxyRule(proxies);
  if (gateway && given.domain === undefined) {
    const right = "Give the name that the public services answer to, such as `api.example.com`.";
    yield absence(["domain"], "is missing: a Gateway's routes answer to a name", right);
  }
  if (ingress) yield* certificateRule(ingress, given.domain !== undefined);
}

function* proxyRule(proxies: ClusterConfiguration["proxies"]): Generator<Problem> {
  if (proxies === undefined) {
    const right =
      "Give the namespace that the ingress controller's or Gateway's pods run in, or their ranges.";
    yield absence(["cluster", "proxies"], "is missing: nobody else may call the services", right);
  } else if (typeof proxies !== "string") {
    for (const [index, text] of proxies.entries()) {
      const range = parseRange(text);
      if (range !== undefined && range.first === range.address) continue;
      const right = "Use the first address of a range and its length, such as `10.0.0.0/16`.";
      yield problem(
        ["cluster", "proxies", index],
        `is ${JSON.stringify(text)}, which is no IPv4 range`,
        right,
      );
    }
  }
}

function* certificateRule(
  { issuer, tlsSecret }: NonNullable<ClusterConfiguration["ingress"]>,
  domain: boolean,
): Generator<Problem> {
  const path: KeyPath = ["cluster", "ingress"];
  if (issuer !== undefined && tlsSecret !== undefined) {
    yield problem(
      [...path, "tlsSecret"],
      "stands beside `issuer`",
      "Keep the one that the certificate is from.",
    );
  } else if (domain && issuer === undefined && tlsSecret === undefined) {
    const right =
      "Add `issuer`, a ClusterIssuer of cert-manager, or `tlsSecret`, a Secret with a certificate.";
    yield absence([...path, "issuer"], "is missing, so the domain has no certificate", right);
  } else if (!domain && (issuer ?? tlsSecret) !== undefined) {
    const key = issuer === undefined ? "tlsSecret" : "issuer";
    const right = "Leave it out, or give `platform:domain`.";
    yield problem([...path, key], "has no effect, because there is no domain", right);
  }
}

function* imageRule({ given }: Context): Generator<Problem> {
  const wrong = "asks for a build, and a cluster that is there already comes with no registry of ours";
  for (const [name, { build }] of Object.entries(given.services ?? {})) {
    if (build === undefined) continue;
    yield problem(
      ["services", name, "build"],
      wrong,
      "Build and push it before, and give `image`, by digest.",
    );
  }
}

function* watchRule({ given }: Context, { monitoring, traces }: ClusterConfiguration): Generator<Problem> {
  if ((given.logs?.traceSampling ?? 0) > 0 && traces === undefined) {
    const right = "Leave it out, or give `cluster.traces`, the address of one.";
    yield problem(["logs", "traceSampling"], "has no effect, because no collector takes traces", right);
  }
  if (monitoring !== false || given.alerts === undefined) return;
  const right = "Leave it out, or install the Prometheus Operator and remove `cluster.monitoring`.";
  yield problem(["alerts"], "would never be told anything: `cluster.monitoring` is `false`", right);
}

function* dumpRules(
  { given, secrets, settled }: Context,
  { dumps }: ClusterConfiguration,
): Generator<Problem> {
  const dump = given.backup?.dump;
  const image = typeof dump === "object" ? dump.image : undefined;
  if (dumps === undefined) {
    if (dump !== undefined && dump !== false) {
      const right = "Give `destination: s3://BUCKET/FOLDER` or `pvc://CLAIM/FOLDER`.";
      yield absence(["cluster", "dumps"], "is missing, so nobody knows where the dump would go", right);
    }
    return;
  }
  if (settled.database === undefined) {
    const right = "Leave it out, or say `database: true` for a service.";
    yield problem(["cluster", "dumps"], "has no effect, because no service has a database", right);
    return;
  }
  if (image === undefined) {
    const right =
      "Add `platform:backup: { dump: { image: … } }`; `docker build -f workloads/backup/Dockerfile .` makes it.";
    yield absence(["backup", "dump"], "has no image for the dumps that `cluster.dumps` asks for", right);
  }
  const s3 = dumps.destination.startsWith("s3:");
  for (const key of ["endpoint", "region"] as const) {
    if (dumps[key] === undefined || s3) continue;
    const right = "Leave it out, or use a destination that begins with `s3://`.";
    yield problem(["cluster", "dumps", key], "has no effect on this destination", right);
  }
  const keys = [clusterSecrets.dumpKeyId, clusterSecrets.dumpKey].filter((key) =>
    secrets.encrypted.includes(key),
  );
  const [only, second] = keys;
  if (only !== undefined && second === undefined) {
    const other = only === clusterSecrets.dumpKey ? clusterSecrets.dumpKeyId : clusterSecrets.dumpKey;
    const right = `Run \`${setCommand(other)}\` too.`;
    yield problem([only], "is only half of what S3 asks for", right);
  }
}
