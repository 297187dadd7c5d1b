import { type OpenView, openView, type View } from '../view.js';
import { connectionsView } from './connections.js';
import { containersView } from './containers.js';
import { findingsView } from './findings.js';
import { heartbeatsView } from './heartbeats.js';
import { labView } from './lab.js';
import { namesView } from './names.js';
import { overviewView } from './overview.js';
import { problemsView } from './problems.js';
import { servicesView } from './services.js';
import { timelineView } from './timeline.js';
import { treeView } from './tree.js';

/** How a view is shown: its name and the key for it. */
export interface ViewEntry {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly description: string;
  open(): OpenView;
}

/** Every view, the one shown first first. A new view is one more line. */
export const VIEWS: readonly ViewEntry[] = [
  entry(treeView),
  entry(findingsView),
  entry(connectionsView),
  entry(namesView),
  entry(timelineView),
  entry(containersView),
  entry(servicesView),
  entry(heartbeatsView),
  entry(labView),
  entry(overviewView),
  entry(problemsView),
];

function entry<S>(view: View<S>): ViewEntry {
  const { id, title, key, description } = view;
  return { id, title, key, description, open: () => openView(view) };
}
