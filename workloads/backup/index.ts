import { createLogger, type Logger } from "../logger";
import { readCommand, usage, type Command } from "./command";
import { dump } from "./dump";
import { dumpName, newestDump } from "./naming";
import { restore } from "./restore";

/** Exit codes: 0 done, 1 failed, 2 asked for in a wrong way. */
async function main(): Promise<number> {
  const started = performance.now();
  const command = readCommand(process.argv.slice(2), process.env);
  if ("problems" in command) {
    process.stderr.write(`${command.problems.join("\n")}\n\n${usage}`);
    return 2;
  }
  const log = createLogger({
    service: `${command.backupName}-backup`,
    version: process.env.SERVICE_VERSION ?? "unknown",
    level: "INFO",
    format: "json",
    sensitiveTexts: [process.env.DATABASE_URL ?? "", command.connection.PGPASSWORD ?? ""],
  });
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      log.warn({ signal }, "stopping");
      stop.abort();
    });
  try {
    const result = await run(command, stop.signal, log);
    log.info(
      { ...result, seconds: Math.round(performance.now() - started) / 1000 },
      `${command.task.command} done`,
    );
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error({ reason }, `${command.task.command} failed`);
    return 1;
  }
}

async function run(command: Command, signal: AbortSignal, log: Logger): Promise<object> {
  const { task, backupName, connection, destination } = command;
  if (task.command === "dump") {
    const name = dumpName(backupName, new Date());
    log.info({ name }, "dump begins");
    return dump(name, connection, destination, signal);
  }
  const name =
    task.name ?? newestDump(backupName, await destination.list(`${backupName}_backup_`), task.before);
  if (name === undefined)
    throw new Error(`there is no dump of ${backupName} from ${task.before.toISOString()} or before`);
  log.info({ name, replace: task.replace }, "restore begins");
  return { name, ...(await restore(name, connection, destination, task.replace, signal)) };
}

void main().then((code) => {
  process.exitCode = code;
});
