import * as pulumi from "@pulumi/pulumi";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";

/**
 * Where the environment is read from in a stack's configuration: `policy:environment` for any program, else the platform's
 * own key.
 */
const namespaces = ["policy", "platform"] as const;

/** The environment that rules are enforced for: its name in the stack's configuration; absent is judged like prod. */
export type Environment = string | undefined;

/**
 * The environment as known when the pack starts: the official CLI starts a pack with the stack's configuration in its
 * environment. `POLICY_ENVIRONMENT` serves `pulumi policy analyze --file`, which knows no stack.
 */
export function environmentAtStart(): Environment {
  const configured = namespaces.map((namespace) => new pulumi.Config(namespace).get("environment"));
  return configured.find((name) => name !== undefined) ?? process.env.POLICY_ENVIRONMENT;
}

/**
 * Tells the environment once the engine says which stack it is about. That message is the only source when the pack was
 * started as an executable file, and the policy SDK keeps nothing of it but the stack's tags; so it is read here, on its way
 * to the SDK. Call before the pack is made.
 */
export function onStackConfiguration(tell: (environment: Environment) => void): void {
  const method = AnalyzerService.configureStack;
  const read = method.requestDeserialize;
  method.requestDeserialize = (bytes) => {
    const request = read(bytes);
    const configuration = request.getConfigMap();
    const configured = namespaces.map((namespace) => configuration.get(`${namespace}:environment`));
    const environment = configured.find((name) => name !== undefined);
    if (environment !== undefined) tell(environment);
    return request;
  };
}

/** The environments in which a rule of class `prod` only advises. Anything else, a misspelt name too, counts as prod. */
export function isRelaxed(environment: Environment): boolean {
  return environment === "dev" || environment === "staging";
}
