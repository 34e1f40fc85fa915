import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  eventually,
  freePort,
  installed,
  removeFolder,
  run,
  Running,
  temporaryFolder,
  unprivileged,
} from "./processes";

const versions = "/usr/lib/postgresql";

/** A PostgreSQL server on loopback with a password, made for one test file. */
export class PostgreSql {
  private constructor(
    private readonly folder: string,
    private readonly server: Running,
    private readonly bin: string,
    readonly port: number,
    readonly password: string,
  ) {}

  static async start(password: string): Promise<PostgreSql> {
    const installedVersions = existsSync(versions) ? readdirSync(versions).sort().reverse() : ["15"];
    const postgres = installed(
      installedVersions.map((version) => join(versions, version, "bin/postgres")),
      "postgresql",
    );
    const bin = join(postgres, "..");
    const identity = unprivileged("postgres");
    const folder = temporaryFolder(identity);
    const data = join(folder, "data");
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, password);
    const options = ["--username=owner", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--no-sync"];
    await run(join(bin, "initdb"), ["--pgdata", data, ...options], { ...identity, cwd: folder });
    const port = await freePort();
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${folder}`,
      "fsync=off",
    ];
    const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
    const server = new Running(postgres, args, { PATH: process.env.PATH }, identity);
    const database = new PostgreSql(folder, server, bin, port, password);
    await eventually("PostgreSQL's start", async () => {
      if (server.ended) throw new Error(`PostgreSQL ended: ${server.output}`);
      return database.query("SELECT 1", "postgres");
    });
    return database;
  }

  /** Connection URL of one of its databases. */
  url(database = "postgres"): string {
    return `postgresql://owner:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}/${database}`;
  }

  /** Fills a table from a file in COPY's text format. */
  async copyFrom(file: string, table: string, database: string): Promise<void> {
    await this.query(`\\copy ${table} FROM '${file}'`, database);
  }

  /** Runs SQL with psql; rows as lines, columns separated by `|`. */
  async query(sql: string, database = "postgres"): Promise<string> {
    const target = ["-h", "127.0.0.1", "-p", String(this.port), "-U", "owner", "-d", database];
    const { stdout } = await run(join(this.bin, "psql"), [...target, "-X", "-A", "-t", "-q", "-c", sql], {
      env: { PGPASSWORD: this.password, PGCONNECT_TIMEOUT: "2" },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    // SIGQUIT is PostgreSQL's immediate shutdown; SIGKILL would leave its children and shared memory.
    await this.server.end("SIGQUIT");
    removeFolder(this.folder);
  }
}
