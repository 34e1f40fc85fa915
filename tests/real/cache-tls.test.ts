import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "../../workloads/logger";
import { Cache } from "../../workloads/service/cache";
import { eventually, freePort, installed, removeFolder, Running, temporaryFolder } from "./processes";

let folder: string;
let server: Running;
let url: string;

/** Makes an authority of its own, as Google does for each cache, and returns the path of its certificate. */
function authority(name: string): string {
  const path = join(folder, name);
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", `/CN=${name}`, "-keyout", `${path}.key`, "-out", `${path}.pem`); // prettier-ignore
  return path;
}

const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });

/** A cache's connection, that is given up again; its errors end in `messages`. */
async function answers(ca: string | undefined): Promise<{ answered: boolean; messages: string }> {
  let messages = "";
  const log = createLogger({
    service: "test",
    version: "1",
    level: "DEBUG",
    format: "json",
    sensitiveTexts: [],
    write: (line) => (messages += line),
  });
  const cache = new Cache(url, "test", log, ca);
  const answered = await eventually("an answer or an error", async () => {
    const ok = await cache.check().then(
      () => true,
      () => false,
    );
    return ok || messages !== "" ? ok : undefined;
  });
  await cache.close();
  return { answered, messages };
}

beforeAll(async () => {
  const program = installed(["/usr/bin/redis-server", "/usr/local/bin/redis-server"], "redis-server");
  folder = temporaryFolder();
  const ca = authority("authority");
  authority("stranger");
  const path = join(folder, "server");
  // Like Memorystore's: the certificate names no address that a client would connect to.
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=10.0.0.3",
    "-keyout", `${path}.key`, "-out", `${path}.csr`); // prettier-ignore
  openssl("x509", "-req", "-in", `${path}.csr`, "-CA", `${ca}.pem`, "-CAkey", `${ca}.key`, "-days", "2",
    "-out", `${path}.pem`); // prettier-ignore
  const port = await freePort();
  writeFileSync(
    join(folder, "redis.conf"),
    [
      "port 0",
      `tls-port ${port}`,
      "bind 127.0.0.1",
      `dir ${folder}`,
      'save ""',
      `tls-cert-file ${path}.pem`,
      `tls-key-file ${path}.key`,
      `tls-ca-cert-file ${ca}.pem`,
      "tls-auth-clients no",
      "requirepass word",
    ].join("\n"),
  );
  server = new Running(program, [join(folder, "redis.conf")], { PATH: process.env.PATH });
  url = `rediss://:word@127.0.0.1:${port}/0`;
  await eventually("Redis's start", () =>
    Promise.resolve(server.output.includes("Ready to accept connections") ? true : undefined),
  );
});
afterAll(async () => {
  await server.end();
  removeFolder(folder);
});

test("a cache with an authority of its own is trusted by that authority's certificate", async () => {
  expect(await answers(readFileSync(join(folder, "authority.pem"), "utf8"))).toEqual({
    answered: true,
    messages: "",
  });
});

test.each([
  ["another authority", () => readFileSync(join(folder, "stranger.pem"), "utf8")],
  ["none", () => undefined],
])("with %s, it is not", async (_, ca) => {
  const { answered, messages } = await answers(ca());
  expect(answered).toBe(false);
  expect(messages).toMatch(/certificate|self-signed|UNABLE_TO_VERIFY/i);
});
