/** The view of the workspace, and its report. */

import type { Range } from './text';

/** Client to server. Carries `OverviewParams`, answers `OverviewItem[]`: the rows of the view of the workspace, one level at a time. */
export const overviewRequest = 'confine/overview';

export interface OverviewParams {
  /** The row whose children are requested; absent: the outermost rows. */
  readonly parent?: string;
  /** Workloads of these Pod Security levels only; empty: of all. */
  readonly levels?: readonly string[];
  /** Only rows that contain this text, with those around them. */
  readonly text?: string;
}

export interface OverviewItem {
  readonly id: string;
  readonly kind: 'group' | 'workload' | 'service' | 'reason' | 'container' | 'setting' | 'profile' | 'signature-policy' | 'image' | 'use';
  readonly label: string;
  readonly description: string;
  /** Sentences for a tooltip. */
  readonly details: readonly string[];
  /** What a screen reader says of the row. */
  readonly spoken: string;
  readonly tone: 'weak' | 'partial' | 'strong' | 'neutral';
  readonly hasChildren: boolean;
  readonly place?: { readonly uri: string; readonly range: Range };
  /** What `askRequest` answers about the row. */
  readonly question?: { readonly uri: string; readonly query: string };
}

/** Server to client, a notification: the view of the workspace has changed since it was requested. Carries nothing. */
export const overviewChanged = 'confine/overviewChanged';

/** Client to server. Carries nothing, answers `WorkspaceReport`: the page of `confine report`. */
export const reportRequest = 'confine/report';

export interface WorkspaceReport {
  readonly title: string;
  readonly markdown: string;
}
