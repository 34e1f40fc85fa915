/** Names that end in a word for a secret. `SECRET_ARN`, `TOKEN_TTL` or `PASSWORD_POLICY` name something about one. */
const secretName =
  /(^|[_.-])(password|passwd|passphrase|pwd|secret|secret_?key|token|api_?key|private_?key|access_?key|credentials?|connection_?string|dsn)$/i;

/** Values that are secrets whatever they are called. */
const secretValues: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "an AWS access key", pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { what: "a URL with a password", pattern: /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i },
  { what: "an API key", pattern: /\b(sk|pk|rk)[-_](live|test|ant|proj)?[-_]?[A-Za-z0-9_-]{20,}/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: "a GitHub token", pattern: /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { what: "a signed token", pattern: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./ },
];

/** Where Application Insights takes traces, which Microsoft does not count as a secret: it lets send, never read. */
const traces = /^instrumentationkey=[0-9a-f-]+;[^;]*ingestionendpoint=/i;

/** What a name and its literal value betray; absent when they look harmless. The value is never repeated. */
export function secretIn(name: string, value: string): string | undefined {
  const found = secretValues.find(({ pattern }) => pattern.test(value));
  if (found) return found.what;
  if (traces.test(value)) return undefined;
  // A reference, a switch or a number is no secret, whatever it is called.
  if (value.trim() === "" || /^(arn:|\/[^/]+\/.|true$|false$|\d{1,6}$)/i.test(value)) return undefined;
  return secretName.test(snake(name)) ? "a secret, by its name" : undefined;
}

/** `openaiApiKey` → `openai_Api_Key`, so that one pattern serves every spelling. */
function snake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2");
}
