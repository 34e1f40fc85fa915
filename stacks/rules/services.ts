import { plainSecret, ownedVariable } from "../issues";
import { absence, problem, type Problem } from "../problem";
import { platformVariables } from "../service-schema";
import { secretSettings, settingName } from "../settings";
import type { SettledService } from "../settle";
import type { Context } from "./context";

/** Services are named, routed, scaled and configured in a way that can work. */
export function* serviceRules(context: Context): Generator<Problem> {
  const services = Object.entries(context.settled.services);
  if (context.given.services !== undefined && services.length === 0) {
    yield absence(["services"], "has no service", "Name at least one, with an `image` or a `build`.");
  }
  for (const [name, service] of services) {
    yield* nameRule(name);
    yield* sizeRules(name, service);
    yield* reachRules(context, name, service);
    yield* canaryRules(context, name, service);
    yield* settingRules(context, name, service);
    yield* variableRules(name, service);
  }
  yield* pathRule(services);
  yield* shareRule(context);
}

/** Names of the platform's own components, which a service would be mixed up with. */
const taken: readonly string[] = [
  "audit",
  "backup",
  "cache",
  "cluster",
  "data-key",
  "database",
  "dump",
  "entry",
  "logs-key",
  "monitoring",
  "network",
  "platform",
  "telemetry",
];

function* nameRule(name: string): Generator<Problem> {
  const path = ["services", name];
  // 20 leaves room for a suffix and a random part in the 32 characters of a target group's or container app's name.
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(name) || name.length > 20) {
    const right =
      "Use at most 20 lower-case letters, digits and single hyphens; a letter first, no hyphen last.";
    yield problem(path, "is not a name that a service can have", right);
  } else if (taken.includes(name)) {
    yield problem(path, "has the name of a part of the platform", "Use another name.");
  } else if (/-(?:image|registry|secrets)$/.test(name)) {
    const right = "Use a name that does not end in `-image`, `-registry` or `-secrets`.";
    yield problem(path, "could be mixed up with a part of another service", right);
  }
}

function* sizeRules(name: string, { scaling }: SettledService): Generator<Problem> {
  const { min, max } = scaling;
  if (min > max) {
    yield problem(
      ["services", name, "scaling", "min"],
      `is ${String(min)}, more than \`max\`, which is ${String(max)}`,
      `Use at most ${String(max)}, or set \`max\` to ${String(min)} or more.`,
    );
  }
}

function* reachRules({ given, settled }: Context, name: string, service: SettledService): Generator<Problem> {
  const own = given.services?.[name];
  const onlyPublic = "Leave it out, or say `public: true`.";
  if (!service.public && own?.path !== undefined) {
    yield problem(["services", name, "path"], "has no effect on a service that is not public", onlyPublic);
  }
  if (!service.public && own?.scaling?.requestsPerReplica !== undefined) {
    const path = ["services", name, "scaling", "requestsPerReplica"];
    yield problem(path, "has no effect on a service that is not public", onlyPublic);
  }
  for (const store of ["database", "cache"] as const) {
    if (service[store] && settled[store] === undefined) {
      yield problem(
        ["services", name, store],
        `asks for a ${store}, but \`platform:${store}\` is \`false\``,
        `Remove \`platform:${store}\`, or say \`false\` here too.`,
      );
    }
  }
}

function* canaryRules({ cloud }: Context, name: string, service: SettledService): Generator<Problem> {
  if (service.canary === undefined) return;
  const path = ["services", name, "canary"];
  if (!service.public)
    yield problem(
      path,
      "has no effect on a service that is not public",
      "Leave it out, or say `public: true`.",
    );
  const { steps } = service.canary;
  if (steps.some((step, index) => step <= (steps[index - 1] ?? 0))) {
    yield problem([...path, "steps"], "does not rise with each step", "Use shares such as `[10, 50]`.");
  } else if (cloud?.canarySteps === "cloud" && !evenSteps(steps)) {
    yield problem(
      [...path, "steps"],
      `is not what ${cloud.title} can do by itself`,
      "Use one share, such as `[10]`, or equal steps from 3 on up to 100, such as `[25, 50, 75]`.",
    );
  }
}

/** One share, or all multiples of the first below 100: ECS takes at least 3 percent in each of its equal steps. */
function evenSteps(steps: readonly number[]): boolean {
  const [first = 0] = steps;
  if (steps.length === 1) return true;
  return (
    first >= 3 &&
    steps.every((step, index) => step === first * (index + 1)) &&
    (steps.at(-1) ?? 0) + first >= 100
  );
}

function* shareRule({ cloud, given, settled }: Context): Generator<Problem> {
  for (const name of Object.keys(given.canary ?? {})) {
    if (settled.services[name]?.canary !== undefined && cloud?.canarySteps !== "cloud") continue;
    yield problem(
      ["canary", name],
      "names no service that is taken through a canary from outside",
      "Leave it out: `npm run delivery -- canary` says it where it has to.",
    );
  }
}

function* settingRules({ given }: Context, name: string, service: SettledService): Generator<Problem> {
  const path = ["services", name, "settings"];
  if (given.environment === "prod" && service.settings.debug) {
    yield problem(
      [...path, "debug"],
      "is on in prod, where it shows internals to users",
      "Leave it out, or turn it on in dev or staging.",
    );
  }
  if (service.settings.metricsPort === service.port) {
    yield problem(
      [...path, "metricsPort"],
      `is ${String(service.port)}, the service's own port`,
      "Use another port for one of the two.",
    );
  }
}

function* variableRules(name: string, { variables }: SettledService): Generator<Problem> {
  for (const [variable, value] of Object.entries(variables)) {
    const path = ["services", name, "environment", variable];
    const setting = settingName(variable);
    if (!/^[A-Z][A-Z0-9_]*$/.test(variable)) {
      const right = "Use capital letters, digits and underscores, a letter first.";
      yield problem(path, "is not a name that an environment variable can have here", right);
    } else if (platformVariables.includes(variable) || /^(?:ENVIRONMENT$|OTEL_)/.test(variable)) {
      yield problem(path, "is set by the platform", "Leave it out.");
    } else if (Object.hasOwn(secretSettings.shape, setting) || looksSecret(variable, value)) {
      yield plainSecret(path, setting);
    } else if (ownedVariable(variable)) {
      yield problem(path, "is a setting", `Give it as \`settings.${setting}\`, where it is checked.`);
    }
  }
}

const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SECRET_?KEY)(?:$|_(?:ID|VALUE|\d+)$)/;

/** Forms of well-known keys and tokens, and addresses with a password inside. */
const secretValue =
  /^(?:sk-[\w-]{16,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|gh[opsu]_\w{30,}|github_pat_\w+|glpat-[\w-]{16,}|xox[abp]-[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]*)$|-----BEGIN [A-Z ]*PRIVATE KEY|^[a-z][a-z0-9+.-]*:\/\/[^/@\s:]*:[^/@\s]+@/;

function looksSecret(variable: string, value: string): boolean {
  const switched = /^(?:true|false|\d{1,6}|)$/.test(value);
  return (secretName.test(variable) && !switched) || secretValue.test(value);
}

function* pathRule(services: readonly (readonly [string, SettledService])[]): Generator<Problem> {
  const owners = new Map<string, string>();
  for (const [name, service] of services) {
    if (!service.public) continue;
    const owner = owners.get(service.path);
    if (owner === undefined) owners.set(service.path, name);
    else {
      yield problem(
        ["services", name, "path"],
        `is \`${service.path}\`, which \`${owner}\` has too`,
        `Give one of them a path of its own, such as \`/${name}/*\`.`,
      );
    }
  }
}
