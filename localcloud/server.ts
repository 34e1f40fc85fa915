import * as grpc from "@grpc/grpc-js";
import * as providerService from "@pulumi/pulumi/proto/provider_grpc_pb";
import { messageOf } from "./answers";
import type { CloudRules } from "./rules";
import { Catalog } from "./schema/catalog";
import { Service, type PluginPlaces } from "./service";

/** The largest message that the engine sends: state files can be big (as in the Pulumi SDKs). */
const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves one local cloud to the engine: prints the port on standard output, as the engine expects of a plugin.
 *
 * The SDK's own server (`@pulumi/pulumi/provider`) knows neither previews of a creation nor detailed differences nor the
 * provider's configuration, so this implements the engine's protocol itself.
 */
export function serve(rules: CloudRules, places: PluginPlaces): void {
  if (process.argv.includes(PREPARE)) {
    prepare(rules, places).catch((error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exitCode = 1;
    });
    return;
  }
  const server = new grpc.Server({ "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES });
  server.addService(providerService.ResourceProviderService, new Service(rules, places).handlers());
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
    endWithEngine();
  });
}

/** The engine ends its plugins when it ends; one that is killed can't, and must not leave a cloud that goes on working. */
function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit();
  }, 500).unref();
}

/** Argument of a plugin that makes it read the types that its rules describe, and end. */
export const PREPARE = "--prepare";

/** Reads the types that the rules describe, so that the first preview need not. */
async function prepare(rules: CloudRules, places: PluginPlaces): Promise<void> {
  const catalog = new Catalog(rules.package, places.project, places.cache);
  const types = [...rules.resources, ...(rules.stateless ?? [])].map(({ type }) => type);
  for (const type of [`pulumi:providers:${rules.package}`, ...types]) {
    if ((await catalog.find(type)) === undefined)
      throw new Error(`The rules describe ${type}, which the SDK does not have.`);
  }
  await catalog.enumeration("Region");
}
