import type { ProbeClient, ProbeSpecification } from "../../components/specification";

/** Seconds in which an answer counts; ECS allows 2 to 60. */
const timeout = 5;

/**
 * The liveness check of a container: every 10 s, three failures in a row replace it. ECS asks only from within the
 * container and does not know an image's own health check, so a program in the image must do the asking. Programs are
 * called directly: hardened images have no shell. Without a program there is no check, and readiness alone counts.
 */
export function healthCheck(port: number, { client, grace, liveness }: ProbeSpecification) {
  const command = ask(client, `http://127.0.0.1:${String(port)}${liveness}`);
  if (command === undefined) return {};
  return {
    healthCheck: { command: ["CMD", ...command], interval: 10, timeout, retries: 3, startPeriod: grace },
  };
}

function ask(client: ProbeClient, url: string): readonly string[] | undefined {
  const quoted = JSON.stringify(url);
  switch (client) {
    case "node":
      return ["node", "-e", `fetch(${quoted}).then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`];
    case "python":
      // An answer of 400 or more raises, which ends Python with 1.
      return [
        "python3",
        "-c",
        `import urllib.request;urllib.request.urlopen(${quoted},timeout=${String(timeout)})`,
      ];
    case "curl":
      return ["curl", "--fail", "--silent", "--output", "/dev/null", "--max-time", String(timeout), url];
    case "wget":
      return ["wget", "-q", "-O", "/dev/null", "-T", String(timeout), url];
    case "none":
      return undefined;
  }
}
