import { plainSecret, setCommand } from "../issues";
import { enumerate, keyOf, nearest, problem, type Problem } from "../problem";
import { stackSchema } from "../schema";
import { plainSettings, settingName } from "../settings";
import { ownSecrets } from "./cluster";
import type { Context } from "./context";

const configurationKeys: readonly string[] = Object.keys(stackSchema.shape);

/** Every secret that a service reads is set and encrypted, and every one that is set is read. */
export function* secretRules(context: Context): Generator<Problem> {
  const listed = new Map<string, string>();
  for (const [service, { secrets }] of Object.entries(context.settled.services)) {
    for (const [index, secret] of secrets.entries()) {
      const path = ["services", service, "secrets", index];
      if (secrets.indexOf(secret) !== index) {
        yield problem(path, `is \`${secret}\`, which is listed before`, "Leave it out.");
        continue;
      }
      const wrong = wrongName(secret);
      if (wrong !== undefined) yield problem(path, wrong.wrong, wrong.right);
      else if (!listed.has(secret)) listed.set(secret, service);
    }
  }
  const { encrypted, plain } = context.secrets;
  for (const secret of ownSecrets(context))
    if ([...encrypted, ...plain].includes(secret)) listed.set(secret, "platform");
  yield* missingRule(context, listed);
  yield* unusedRule(context, listed);
}

function wrongName(secret: string): { wrong: string; right: string } | undefined {
  if (!/^[a-z][a-zA-Z0-9]{0,62}$/.test(secret)) {
    const camel = settingName(secret.replace(/[^\w]/g, "_"));
    const example = /^[a-z][a-zA-Z0-9]*$/.test(camel) ? camel : "openaiApiKey";
    return {
      wrong: "is not a name that a secret can have",
      right: `Use letters and digits, a small letter first, such as \`${example}\`.`,
    };
  }
  if (Object.hasOwn(plainSettings.shape, secret)) {
    return {
      wrong: `is \`${secret}\`, which is no secret`,
      right: "Give it under the service's `settings`.",
    };
  }
  if (configurationKeys.includes(secret)) {
    return { wrong: `is \`${secret}\`, which is a key of the stack file`, right: "Use another name." };
  }
  return undefined;
}

function* missingRule({ secrets }: Context, listed: ReadonlyMap<string, string>): Generator<Problem> {
  for (const [secret, service] of listed) {
    if (secrets.encrypted.includes(secret)) continue;
    if (secrets.plain.includes(secret)) {
      const right = `Replace the secret if the file was shared, then run \`${setCommand(secret)}\`.`;
      yield problem([secret], "is a secret in plain text", right);
    } else {
      const right = `Run \`${setCommand(secret)}\`, or take it off the list.`;
      yield problem([secret], `is missing; \`${service}\` lists it under \`secrets\``, right);
    }
  }
}

/** Keys that nobody reads: encrypted ones are forgotten or misspelt secrets, plain ones are unknown keys. */
function* unusedRule({ secrets }: Context, listed: ReadonlyMap<string, string>): Generator<Problem> {
  const missing = [...listed.keys()].filter((secret) => !secrets.encrypted.includes(secret));
  for (const key of secrets.encrypted) {
    if (listed.has(key)) continue;
    const meant = nearest(key, missing.length > 0 ? missing : configurationKeys);
    const remove = `\`pulumi config rm ${keyOf([key])}\``;
    const right =
      meant === undefined
        ? `List \`${key}\` under the \`secrets\` of the services that read it, or run ${remove}.`
        : `Did you mean \`${meant}\`? If nothing reads it, run ${remove}.`;
    yield problem([key], "is set, but no service lists it under `secrets`", right);
  }
  for (const key of secrets.plain) {
    if (listed.has(key)) continue;
    yield unknownKey(key, [...listed.keys()]);
  }
}

function unknownKey(key: string, secrets: readonly string[]): Problem {
  if (Object.hasOwn(plainSettings.shape, key)) {
    return problem(
      [key],
      "is a setting of a service",
      `Give it as \`platform:services.NAME.settings.${key}\`.`,
    );
  }
  const meant = nearest(key, [...configurationKeys, ...secrets]);
  if (meant === undefined && /(?:Key|Token|Secret|Password|Url)$/.test(key)) return plainSecret([key], key);
  const right =
    meant === undefined ? `Known here: ${enumerate(configurationKeys)}.` : `Did you mean \`${meant}\`?`;
  return problem([key], "is not a known key", right);
}
