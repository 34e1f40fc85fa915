import { absence, problem, type KeyPath, type Problem } from "../problem";
import type { Context } from "./context";

/** What the stack as a whole must have: alerts, a domain, room to store, tags that every cloud takes. */
export function* stackRules(context: Context): Generator<Problem> {
  yield* alertRule(context);
  yield* domainRules(context);
  yield* storageRules(context);
  yield* tagRules(context);
}

function* alertRule({ given }: Context): Generator<Problem> {
  if (given.environment !== "prod") return;
  if (given.alerts?.email !== undefined || given.alerts?.webhook !== undefined) return;
  yield absence(
    ["alerts"],
    "is missing, so nobody would be told when prod fails",
    "Give `email: ADDRESS`, `webhook: https://…` or both.",
  );
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const domainName = new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);

function* domainRules({ given, settled }: Context): Generator<Problem> {
  const { domain, services } = settled;
  const open = Object.values(services).some((service) => service.public);
  if (domain === undefined) {
    if (given.environment === "prod" && open) {
      const right = "Give the name that the public services answer to, such as `api.example.com`.";
      yield absence(["domain"], "is missing; without it prod would serve plain HTTP", right);
    }
    return;
  }
  const namePath: KeyPath = typeof given.domain === "string" ? ["domain"] : ["domain", "name"];
  if (!domainName.test(domain.name)) {
    const right = "Use a name such as `api.example.com`: lower case, no `https://`, no path, no wildcard.";
    yield problem(namePath, `is ${JSON.stringify(domain.name)}, which is no domain name`, right);
    return;
  }
  if (domain.name !== domain.zone && !domain.name.endsWith(`.${domain.zone}`)) {
    yield problem(
      ["domain", "zone"],
      `is ${JSON.stringify(domain.zone)}, which \`${domain.name}\` does not lie in`,
      `Use a zone that ends the name, such as \`${domain.name.split(".").slice(-2).join(".")}\`.`,
    );
  }
  if (given.services !== undefined && !open) {
    const right = "Say `public: true` for the service that answers to it, or leave the domain out.";
    yield problem(["domain"], "has no effect, because no service is public", right);
  }
}

function* storageRules({ given, settled }: Context): Generator<Problem> {
  const { database } = settled;
  if (database !== undefined) {
    const { storage, maximumStorage } = database;
    // RDS refuses a limit less than a tenth above the storage: autoscaling could never make a step.
    const least = storage + Math.ceil(storage / 10);
    if (maximumStorage < least) {
      yield problem(
        ["database", "maximumStorage"],
        `is ${String(maximumStorage)} GiB, too near to \`storage\`, which is ${String(storage)} GiB`,
        `Use at least ${String(least)}.`,
      );
    }
  } else if (given.backup !== undefined) {
    const right = "Leave it out, or give the stack a database.";
    yield problem(["backup"], "has no effect, because the stack has no database to back up", right);
  }
}

/** Tags that the platform itself sets. */
export const platformTags: readonly string[] = ["project", "stack", "environment", "managed-by"];

// The narrowest of the clouds is Google: keys in lower case, 63 characters, the same for values. Case and other
// characters of values are adapted to each cloud; keys are not, because people search for them.
const tagKey = /^[a-z][a-z0-9_-]{0,62}$/;

function* tagRules({ given }: Context): Generator<Problem> {
  for (const [key, value] of Object.entries(given.tags ?? {})) {
    const path = ["tags", key];
    if (platformTags.includes(key)) {
      yield problem(path, "is a tag that the platform sets itself", "Use another name.");
    } else if (!tagKey.test(key)) {
      const right = "Use at most 63 lower-case letters, digits, hyphens and underscores, a letter first.";
      yield problem(path, "is not a name that a tag can have on every cloud", right);
    } else if (!/^[\p{L}\p{N} _.:/=+@-]{1,63}$/u.test(value)) {
      const right = "Use 1 to 63 letters, digits, spaces and the characters `_ . : / = + - @`.";
      yield problem(path, "has a value that a tag can't have on every cloud", right);
    }
  }
}
