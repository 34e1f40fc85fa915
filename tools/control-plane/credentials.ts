import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who talks to the API server: users and groups that its own RBAC roles are bound to. */
const users = {
  admin: { name: "admin", group: "system:masters" },
  controllers: { name: "system:kube-controller-manager", group: "" },
  scheduler: { name: "system:kube-scheduler", group: "" },
  kwok: { name: "kwok", group: "system:masters" },
} as const;

type User = keyof typeof users;
const names = Object.keys(users) as User[];

/** Files that only this user can read: tokens, keys and kubeconfigs of one control plane. */
export class Credentials {
  readonly tokens: string;
  /** Key that service account tokens are signed and checked with. */
  readonly serviceAccountKey: string;
  private readonly token: Readonly<Record<User, string>>;

  constructor(private readonly folder: string) {
    const token = (): string => randomBytes(24).toString("hex");
    this.token = { admin: token(), controllers: token(), scheduler: token(), kwok: token() };
    this.tokens = this.write(
      "tokens.csv",
      names
        .map((user) => `${this.token[user]},${users[user].name},${user},"${users[user].group}"\n`)
        .join(""),
    );
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.serviceAccountKey = this.write(
      "service-account.key",
      privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    );
  }

  /**
   * Writes each user's kubeconfig.
   *
   * @param authority file with the certificate that the server's is signed with
   */
  kubeconfigs(server: string, authority: string): Readonly<Record<User, string>> {
    const certificate = readFileSync(authority).toString("base64");
    const write = (user: User): string => {
      const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "local", cluster: { server, "certificate-authority-data": certificate } }],
        users: [{ name: user, user: { token: this.token[user] } }],
        contexts: [{ name: "local", context: { cluster: "local", user } }],
        "current-context": "local",
      };
      return this.write(user === "admin" ? "kubeconfig" : `${user}.kubeconfig`, JSON.stringify(config));
    };
    return {
      admin: write("admin"),
      controllers: write("controllers"),
      scheduler: write("scheduler"),
      kwok: write("kwok"),
    };
  }

  private write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }
}
