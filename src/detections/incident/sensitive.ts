/** Paths that hold secrets: keys, tokens, hashes of passwords, stored logins. Matched anywhere in a path or a command line. */
const SECRETS: readonly RegExp[] = [
  /\/etc\/(?:g?shadow|sudoers)\b/,
  /\.ssh\/|\bid_(?:rsa|dsa|ecdsa|ed25519)\b|\bauthorized_keys\b/,
  /\/secrets\/kubernetes\.io\/serviceaccount/,
  /\.kube\/config\b|\/etc\/kubernetes\/|\bkubeconfig\b/,
  /\.aws\/(?:credentials|config)\b|\.config\/gcloud\b|application_default_credentials|\.azure\//,
  /\.docker\/config\.json|\.git-credentials|\.netrc\b|\.pgpass\b|\.my\.cnf\b|\.npmrc\b|\.pypirc\b|\.vault-token\b/,
  /\/proc\/(?:\d+|self|\*)\/environ\b/,
];

/** Places where what is written there runs again by itself or lets somebody in. */
const FOOTHOLDS: readonly RegExp[] = [
  /\/etc\/cron|\/var\/spool\/cron/,
  /\/etc\/(?:systemd|init\.d|rc\.local|profile|ld\.so\.preload|passwd|shadow|sudoers)/,
  /authorized_keys$|\.bashrc$|\.bash_profile$|\.profile$/,
];

/** True for text that names a secret. */
export function namesSecret(text: string): boolean {
  return SECRETS.some((secret) => secret.test(text));
}

/** True for a path that stays after a restart or lets somebody in. */
export function isFoothold(path: string): boolean {
  return FOOTHOLDS.some((foothold) => foothold.test(path));
}
