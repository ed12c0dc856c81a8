import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Unit } from '../format/units';
import type { Theme } from '../state/useTheme';
import { copyText } from '../widget/copyText';
import { Breadcrumbs } from './Breadcrumbs';
import { coloursOf } from './colours';
import { factsOf, spokenFacts } from './describe';
import { FlameCanvas, type Pointed } from './FlameCanvas';
import { FlameTooltip } from './FlameTooltip';
import { NodeMenu, type MenuAction } from './NodeMenu';
import { nameOf, pathTo, ROOT, type FlameTree } from './tree';

interface Props {
  readonly tree: FlameTree;
  readonly unit: Unit;
  readonly theme: Theme;
  readonly hits: Uint8Array | undefined;
  readonly matchedShare: number;
  readonly zoomed: number;
  readonly onZoom: (node: number) => void;
  readonly onShowFunction: (name: string) => void;
  readonly onSearch: (text: string) => void;
  readonly onCopied: (what: string) => void;
}

const NO_NODE = -1;

/** The flame graph with its breadcrumbs, tooltip, menu and spoken description. */
export function FlameGraph(props: Props) {
  const { tree, unit, theme, zoomed } = props;
  const [hover, setHover] = useState<Pointed>();
  const [menu, setMenu] = useState<Pointed>();
  const [focused, setFocused] = useState(NO_NODE);
  const scroller = useRef<HTMLDivElement>(null);
  const liveId = useId();
  const colours = useMemo(() => coloursOf(tree, theme), [tree, theme]);
  // Node numbers belong to one tree; with the next answer they would point at other nodes.
  useEffect(() => {
    setHover(undefined);
    setMenu(undefined);
    setFocused(NO_NODE);
  }, [tree]);
  const inTree = (node: number) => (node < tree.nodeCount ? node : NO_NODE);
  const hovered = hover === undefined ? NO_NODE : inTree(hover.node);

  const zoom = (node: number) => {
    setHover(undefined);
    setFocused((last) => (last === NO_NODE ? NO_NODE : node));
    props.onZoom(node);
  };

  const actionsFor = (node: number): MenuAction[] => {
    const name = nameOf(tree, node);
    const copy = (what: string, text: string) => void copyText(text).then(() => props.onCopied(what));
    return [
      { label: 'Zoom here', run: () => zoom(node) },
      { label: 'Show this function in the table', run: () => props.onShowFunction(name) },
      { label: 'Search for this name', run: () => props.onSearch(name) },
      { label: 'Copy name', run: () => copy('Name', name) },
      { label: 'Copy stack', run: () => copy('Stack', pathTo(tree, node).slice(1).map((step) => nameOf(tree, step)).join('\n')) },
    ].filter((action) => node !== ROOT || action.label === 'Zoom here' || action.label === 'Copy name');
  };

  return (
    <section className="flame" aria-label="Flame graph">
      <Breadcrumbs tree={tree} zoomed={zoomed} unit={unit} onZoom={zoom} />
      <FlameCanvas
        tree={tree}
        colours={colours}
        hits={props.hits}
        matchedShare={props.matchedShare}
        zoomed={zoomed}
        focused={inTree(focused)}
        hovered={hovered}
        describedBy={liveId}
        scroller={scroller}
        onHover={setHover}
        onFocus={setFocused}
        onZoom={zoom}
        onMenu={(pointed) => {
          setHover(undefined);
          setMenu(pointed);
        }}
      />
      <div id={liveId} className="visually-hidden" aria-live="polite" data-testid="flame-live">
        {inTree(focused) >= 0 ? spokenFacts(factsOf(tree, focused, zoomed, unit)) : ''}
      </div>
      {hover !== undefined && hovered >= 0 && menu === undefined && (
        <FlameTooltip facts={factsOf(tree, hovered, zoomed, unit)} clientX={hover.clientX} clientY={hover.clientY} />
      )}
      {menu !== undefined && inTree(menu.node) >= 0 && (
        <NodeMenu
          title={nameOf(tree, menu.node)}
          clientX={menu.clientX}
          clientY={menu.clientY}
          actions={actionsFor(menu.node)}
          onClose={() => {
            setMenu(undefined);
            scroller.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </section>
  );
}
