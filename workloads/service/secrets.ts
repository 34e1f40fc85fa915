import { secretSettings, variableName, type Settings } from "../../stacks/settings";

export type SecretName = keyof typeof secretSettings.shape;
const names: readonly SecretName[] = secretSettings.keyof().options;

/**
 * The one way to a secret. The runtime resolves references into environment variables when a replica starts, and a
 * rotated secret is a new version and therefore a new rollout: a value never changes while a process lives.
 *
 * Reading removes the values from the environment given, so that no child process and no dump of it carries them.
 */
export class Secrets {
  private readonly values = new Map<SecretName, string>();

  constructor(settings: Settings, environment: Record<string, string | undefined>) {
    for (const name of names) {
      const value = settings[name];
      if (value !== undefined) this.values.set(name, value);
      Reflect.deleteProperty(environment, variableName(name));
    }
  }

  /** The value, or undefined where the service was not given this secret. */
  find(name: SecretName): string | undefined {
    return this.values.get(name);
  }

  /**
   * The value of a secret that the caller cannot do without.
   *
   * @throws Error that names the missing environment variable.
   */
  require(name: SecretName): string {
    const value = this.values.get(name);
    if (value === undefined)
      throw new Error(
        `The secret ${variableName(name)} is missing: list ${name} under the service's secrets.`,
      );
    return value;
  }

  /** Every text that must never be written anywhere: the values, and the passwords inside connection URLs. */
  sensitiveTexts(): string[] {
    return [...this.values.values()].flatMap((value) => [value, ...passwordsIn(value)]);
  }
}

function passwordsIn(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : "";
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
