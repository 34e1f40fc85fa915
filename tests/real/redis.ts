import { eventually, freePort, installed, removeFolder, run, Running, temporaryFolder } from "./processes";

/** A Redis server on loopback with a password, made for one test file. */
export class Redis {
  private constructor(
    private readonly folder: string,
    private readonly server: Running,
    readonly port: number,
    readonly password: string,
  ) {}

  static async start(password: string): Promise<Redis> {
    const program = installed(["/usr/bin/redis-server", "/usr/local/bin/redis-server"], "redis-server");
    const folder = temporaryFolder();
    const port = await freePort();
    const args = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--save",
      "",
      "--appendonly",
      "no",
    ];
    const server = new Running(program, [...args, "--requirepass", password], { PATH: process.env.PATH });
    const redis = new Redis(folder, server, port, password);
    await eventually("Redis's start", async () => {
      if (server.ended) throw new Error(`Redis ended: ${server.output}`);
      return (await redis.command("PING")) === "PONG" ? true : undefined;
    });
    return redis;
  }

  get url(): string {
    return `redis://:${encodeURIComponent(this.password)}@127.0.0.1:${this.port}`;
  }

  /** Runs one command with redis-cli. */
  async command(...words: string[]): Promise<string> {
    const { stdout } = await run("redis-cli", ["-p", String(this.port), ...words], {
      env: { PATH: process.env.PATH, REDISCLI_AUTH: this.password },
    });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    await this.server.end();
    removeFolder(this.folder);
  }
}
