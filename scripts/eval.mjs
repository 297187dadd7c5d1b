/**
 * Measures the detections on labelled recordings and writes docs/detection-quality.md. Needs the recordings folder beside the
 * project; says so and exits 3 without it. `--print` writes to standard output instead.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceModules } from './source-modules.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const PAGE = join(ROOT, 'docs/detection-quality.md');
const FORMS = ['tetragon', 'tetragon-k8s', 'tetragon-enterprise', 'sysdig', 'sysdig-rich', 'audit', 'heartbeat'];
const OTHER_BENIGN = [
  ...['pc', 'wide'].map((form) => `sysdig/attacks/benign-robotshop-minikube.${form}.jsonl.gz`),
  ...['inspect-502Error', 'sysflow-objectstore_download', 'sysflow-mpm-event_full_capture', 'sysflow-nginx_nginx'].map(
    (name) => `sysdig/wide/${name}.jsonl.gz`,
  ),
];
const OTHER_ATTACKS = ['nc-reverse-shell-wget-probe-docker', 'nodejs-exfil-k8s', 'shellshock-webapp-docker'];
const SIGMA = ['rules', 'rules-emerging-threats', 'rules-threat-hunting'];
/** A step is found when the incident has one of its own in this stretch around it. */
const STEP_SLACK_US = 1_500_000;
const SERIOUS = new Set(['high', 'critical']);

if (!existsSync(DATA)) {
  console.error(`eval: no recordings in ${DATA}`);
  process.exit(3);
}

const [{ importSources }, { openCaseToWrite }, { detect }, { RULES }, { runSigma }, { loadRuleFiles }] = await sourceModules([
  'src/ingest/import.ts',
  'src/store/write.ts',
  'src/detections/engine.ts',
  'src/detections/rules/index.ts',
  'src/detections/sigma/index.ts',
  'src/cli/sigma-files.ts',
]);
const sigma = loadRuleFiles(SIGMA.map((folder) => join(DATA, 'sigma', folder)));

const workFolder = mkdtempSync(join(tmpdir(), 'workbench-eval-'));
try {
  const page = report(await measure());
  if (process.argv.includes('--print')) console.log(page);
  else writeFileSync(PAGE, page);
} finally {
  rmSync(workFolder, { recursive: true });
}

/** Everything that is measured, in the order of the page. */
async function measure() {
  const families = new Map(readJson('corpus/shells.json').map((shell) => [shell.id, shell.family]));
  const corpus = [];
  for (const form of ['oss', 'enterprise']) {
    const cases = await corpusCases(`corpus/shells.tetragon-${form}.jsonl`);
    corpus.push({ form, cases: cases.map((one) => ({ ...one, family: families.get(one.name) ?? 'other' })) });
  }
  const zoo = [];
  for (const form of FORMS) zoo.push({ form, shells: await zooShells(form) });
  const benignCorpus = await corpusCases('corpus/benign.tetragon-enterprise.jsonl');
  const benign = [];
  const attack = [];
  for (const form of FORMS) {
    benign.push({ form, ...(await findingsIn(rangeFile('benign', form))) });
    attack.push({ form, ...(await findingsIn(rangeFile('jobs-app', form))) });
  }
  const otherBenign = [];
  for (const path of OTHER_BENIGN) otherBenign.push({ path, ...(await findingsIn(join(DATA, path))) });
  const otherAttacks = [];
  for (const name of OTHER_ATTACKS) {
    for (const form of ['pc', 'wide'])
      otherAttacks.push({ name, form, ...(await findingsIn(join(DATA, `sysdig/attacks/attack-${name}.${form}.jsonl.gz`))) });
  }
  return { corpus, zoo, benignCorpus, benign, attack, otherBenign, otherAttacks, steps: labelledSteps() };
}

/** One case file per corpus case: exec ids repeat between them. */
async function corpusCases(path) {
  const events = new Map();
  for (const line of readFileSync(join(DATA, path), 'utf8').split('\n')) {
    if (line === '') continue;
    const { case: name, event } = JSON.parse(line);
    if (!events.has(name)) events.set(name, []);
    events.get(name).push(JSON.stringify(event));
  }
  const cases = [];
  for (const [name, lines] of events) {
    const file = join(workFolder, 'events.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    cases.push({ name, ...(await findingsIn(file, { withSigma: true })) });
  }
  return cases;
}

/** The shells of the zoo, each with the findings of its own container. */
async function zooShells(form) {
  const { variants } = readJson('range/shell-zoo/truth.json');
  const { findings, containerOf } = await findingsIn(rangeFile('shell-zoo', form));
  return variants.map((variant) => ({
    name: variant.name,
    family: variant.family,
    answered: variant.works,
    findings: findings.filter((finding) => isOf(variant, finding, containerOf.get(finding.id))),
  }));
}

function rangeFile(scene, form) {
  return join(DATA, `range/${scene}/${form === 'audit' ? 'audit.log.gz' : `${form}.jsonl.gz`}`);
}

/** A finding in the shell's container; where no container is known, one about a process of it while it ran. */
function isOf(variant, finding, containerId) {
  if (containerId !== undefined) return variant.container_id.startsWith(containerId);
  const isThen = finding.firstSeenUs >= variant.t_start / 1000 - 2_000_000 && finding.firstSeenUs <= variant.t_end / 1000;
  return isThen;
}

/** What the attackers at the two shells did, by time. */
function labelledSteps() {
  const { sessions } = readJson('range/jobs-app/truth.json');
  return Object.values(sessions)
    .flatMap(({ id, steps }) => steps.map(({ t, t_end: end, label }) => ({ shell: id, label, fromUs: t / 1000, toUs: (end ?? t) / 1000 })))
    .filter(({ label }) => label !== 'close')
    .sort((a, b) => a.fromUs - b.fromUs);
}

function isTold({ fromUs, toUs }, incidents) {
  return incidents.some(({ steps }) => steps.some(({ timeUs }) => timeUs >= fromUs - STEP_SLACK_US && timeUs <= toUs + STEP_SLACK_US));
}

async function findingsIn(file, { withSigma = false } = {}) {
  const path = join(workFolder, 'case.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const store = openCaseToWrite(path);
  try {
    await importSources({ store, inputs: [{ path: file, file }], signal: new AbortController().signal, onProgress: () => undefined });
    store.link({ lateAfterSeconds: 300 });
    const { findings, incidents } = detect(store.detection);
    const sigmaFindings = withSigma ? runSigma(store.detection, sigma).findings : [];
    const containerOf = new Map(findings.map((finding) => [finding.id, containerIdOf(store.detection, finding)]));
    return { findings, incidents, containerOf, sigmaFindings };
  } finally {
    store.close();
  }
}

/** The first 12 characters of the container id of a finding's process. */
function containerIdOf(view, finding) {
  const id = view.process(finding.process.id)?.containerId;
  return (id === undefined ? undefined : view.container(id)?.containerId)?.slice(0, 12);
}

function readJson(path) {
  return JSON.parse(readFileSync(join(DATA, path), 'utf8'));
}

function report({ corpus, zoo, benignCorpus, benign, attack, otherBenign, otherAttacks, steps }) {
  return `# How well the detections do

Written by \`npm run eval\`; not edited by hand. A shell counts as found when a finding of level high or above names a process
of its case or container, or, where a source knows no containers, lies in its seconds. All of this was at hand while the rules were written, so read it as the best that can be expected, not as a forecast.

## Shells that were executed and traced

${corpus.map(({ form, cases }) => `* corpus, ${form} form: **${share(cases)}**; the Linux rules of SigmaHQ alone: ${sigmaShare(cases)}`).join('\n')}
${zoo.map(({ form, shells }) => `* shell zoo, ${form}: **${share(shells)}**`).join('\n')}

${familyTable(corpus)}

Not found in the zoo at level high or above, heartbeats aside:

${missed(zoo.filter(({ form }) => form !== 'heartbeat'))}

Heartbeats show sockets every ten seconds and no programs: a shell between two of them leaves nothing, and one that stays is a connection like others.
Audit logs tell neither forks nor who called a server, unless a rule records it, and no containers.

## An attack on an application

One attack as each agent recorded it: a reverse shell, a hop into a second container, and administrators at work meanwhile.

| recording | ${['critical', 'high', 'medium', 'low'].join(' | ')} | at high and above |
|---|---|---|---|---|---|
${attack
  .map(
    ({ form, findings }) =>
      `| ${form} | ${['critical', 'high', 'medium', 'low'].map((level) => count(findings, level)).join(' | ')} | ${serious(findings)
        .map((finding) => finding.rule.id)
        .join(', ')} |`,
  )
  .join('\n')}

What the attackers did at their shells, and whether the incident has a step in the seconds of it. Heartbeats tell no programs and are left out.

${stepTable(
  steps,
  attack.filter(({ form }) => form !== 'heartbeat'),
)}

## Attacks that others recorded

Telemetry of SysFlow, told as sysdig prints it: one direction a record, reads summed up.

| attack | form | found, at its level |
|---|---|---|
${otherAttacks.map(({ name, form, findings }) => `| ${name} | ${form} | ${foundList(findings)} |`).join('\n')}

## False alarms

Ten minutes of a busy platform without any attack (recordings of the same minutes), and ${benignCorpus.length} modelled look-alikes, one case each. On the
look-alikes the Linux rules of SigmaHQ alone give ${benignCorpus.filter((one) => serious(one.sigmaFindings).length > 0).length} cases at high and above. Other captures without an attack: ${otherBenign
    .map(({ path, findings }) => `${path.replace(/^.*\//, '').replace('.jsonl.gz', '')} ${serious(findings).length}`)
    .join(', ')} at high and above.

| rule | ${benign.map(({ form }) => `${form}: high+ / medium / low`).join(' | ')} | look-alikes: high+ / medium / low |
|---|${benign.map(() => '---|').join('')}---|
${RULES.map((rule) => alarmRow(rule.id, benign, benignCorpus)).join('\n')}
`;
}

function alarmRow(id, benign, benignCorpus) {
  const levels = (findings) => {
    const own = findings.filter((finding) => finding.rule.id === id);
    return `${serious(own).length} / ${count(own, 'medium')} / ${count(own, 'low')}`;
  };
  const cells = [...benign.map(({ findings }) => levels(findings)), levels(benignCorpus.flatMap((one) => one.findings))];
  return `| ${id} | ${cells.join(' | ')} |`;
}

function familyTable(corpus) {
  const names = [...new Set(corpus[0].cases.map((one) => one.family))].sort();
  const rows = names.map((family) => {
    const cells = corpus.map(({ cases }) => share(cases.filter((one) => one.family === family)));
    const rules = corpus.flatMap(({ cases }) =>
      cases.filter((one) => one.family === family).flatMap((one) => serious(one.findings).map((finding) => finding.rule.id)),
    );
    return `| ${family} | ${cells.join(' | ')} | ${[...new Set(rules)].sort().join(', ')} |`;
  });
  return `| corpus family | ${corpus.map(({ form }) => form).join(' | ')} | found by |\n|---|${corpus.map(() => '---|').join('')}---|\n${rows.join('\n')}`;
}

function stepTable(steps, attack) {
  const rows = steps.map((step) => {
    const told = attack.map(({ incidents }) => (isTold(step, incidents) ? 'yes' : 'no'));
    return `| ${step.shell} | ${step.label} | ${told.join(' | ')} |`;
  });
  return `| shell | step | ${attack.map(({ form }) => form).join(' | ')} |\n|---|---|${attack.map(() => '---|').join('')}\n${rows.join('\n')}`;
}

function sigmaShare(cases) {
  return `${cases.filter((one) => serious(one.sigmaFindings).length > 0).length} of ${cases.length}`;
}

function foundList(findings) {
  const told = [...new Set(findings.filter(({ level }) => level !== 'low').map(({ rule, level }) => `${rule.id} (${level})`))];
  return told.length === 0 ? 'nothing at medium or above' : told.join(', ');
}

function missed(zoo) {
  const names = zoo.flatMap(({ form, shells }) =>
    shells.filter((shell) => serious(shell.findings).length === 0).map((shell) => ({ form, shell })),
  );
  if (names.length === 0) return 'none.';
  return names
    .map(({ form, shell }) => {
      const lower = shell.findings.map((finding) => `${finding.rule.id} (${finding.level})`).join(', ') || 'nothing';
      return `* ${shell.name}, ${form}: ${lower}${shell.answered ? '' : '. It ran no command: the connection ended at once'}`;
    })
    .join('\n');
}

function share(cases) {
  return `${cases.filter((one) => serious(one.findings).length > 0).length} of ${cases.length}`;
}

function serious(findings) {
  return findings.filter((finding) => SERIOUS.has(finding.level));
}

function count(findings, level) {
  return findings.filter((finding) => finding.level === level).length;
}
