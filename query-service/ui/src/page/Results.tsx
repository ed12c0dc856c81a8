import { useCallback, useMemo } from 'react';
import type { ProfileType } from '../format/profileType';
import { formatShare, formatValue } from '../format/units';
import { FlameGraph } from '../flame/FlameGraph';
import { functionsOf, toFolded } from '../flame/functions';
import { findNode, nodeId } from '../flame/nodeId';
import { compileSearch, matchNodes, sumMatches } from '../flame/search';
import { ROOT, totalOf, type FlameTree } from '../flame/tree';
import type { PageState } from '../state/pageState';
import type { Navigate } from '../state/usePageState';
import type { Theme } from '../state/useTheme';
import { FunctionTable } from '../table/FunctionTable';
import { copyText } from '../widget/copyText';
import { ResultToolbar } from './ResultToolbar';
import type { PageData } from './usePageData';

interface Props {
  readonly state: PageState;
  readonly data: PageData;
  readonly type: ProfileType;
  readonly theme: Theme;
  readonly tree: FlameTree;
  readonly navigate: Navigate;
  readonly onToast: (text: string) => void;
}

/** Flame graph and table of one answer, which share search, selection and zoom. */
export function Results({ state, data, type, theme, tree, navigate, onToast }: Props) {
  const zoomed = useMemo(() => findNode(tree, state.zoom), [tree, state.zoom]);
  const search = useMemo(() => compileSearch(state.search), [state.search]);
  const matches = search.kind === 'test' ? search.matches : undefined;
  const rows = useMemo(() => (state.view === 'flame' ? [] : functionsOf(tree)), [tree, state.view]);
  // A function picked in the table outshines the search, which goes on filtering the table.
  const lit = useMemo(() => {
    const name = state.functionName;
    return name === '' ? matches : (candidate: string) => candidate === name;
  }, [state.functionName, matches]);
  const hits = useMemo(() => (lit === undefined ? undefined : matchNodes(tree, lit)), [tree, lit]);
  const matched = useMemo(() => (hits === undefined ? undefined : sumMatches(tree, hits, zoomed)), [tree, hits, zoomed]);

  const whole = tree.total[zoomed] as number;
  const share = matched === undefined ? 0 : matched.total / whole;
  const summary = matched === undefined ? '' : `${formatShare(matched.total, whole)} · ${formatValue(matched.total, type.unit)}`;
  const onZoom = useCallback((node: number) => navigate({ zoom: node === ROOT ? '' : nodeId(tree, node) }), [navigate, tree]);
  const copyFolded = () => {
    const text = toFolded(tree);
    void copyText(text).then(() => onToast(`${text.split('\n').length.toLocaleString('en-US')} stacks copied`));
  };
  return (
    <div className={data.flame.loading ? 'panel result-panel stale' : 'panel result-panel'}>
      <ResultToolbar
        state={state}
        searchFault={search.kind === 'fault' ? search.message : ''}
        searchSummary={state.functionName === '' ? summary : ''}
        functionSummary={summary}
        navigate={navigate}
        onCopyFolded={copyFolded}
      />
      <div className={`results ${state.view}`}>
        {state.view !== 'flame' && (
          <FunctionTable
            rows={rows}
            whole={totalOf(tree)}
            unit={type.unit}
            theme={theme}
            sort={state.sort}
            matches={matches}
            selected={state.functionName}
            onSort={(sort) => navigate({ sort }, 'replace')}
            onSelect={(functionName) => navigate({ functionName })}
          />
        )}
        {state.view !== 'table' && (
          <FlameGraph
            tree={tree}
            unit={type.unit}
            theme={theme}
            hits={hits}
            matchedShare={share}
            zoomed={zoomed}
            onZoom={onZoom}
            onShowFunction={(functionName) => navigate({ functionName, search: '', view: 'both' })}
            onSearch={(text) => navigate({ search: text, functionName: '' })}
            onCopied={(what) => onToast(`${what} copied`)}
          />
        )}
      </div>
    </div>
  );
}
