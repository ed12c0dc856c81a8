import type { FlameColours } from './colours';
import { fitText } from './fitText';
import { shortName } from './frameName';
import { visitVisible, type View } from './layout';
import { nameOf, type FlameTree } from './tree';

export const ROW_PIXELS = 21;
const GAP_PIXELS = 1;
const TEXT_INSET_PIXELS = 5;
const NARROWEST_LABEL_PIXELS = 28;
const CORNER_PIXELS = 2;
const FONT = '12px Inter, system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';

/** Everything one picture depends on; -1 stands for no node. */
export interface Scene {
  readonly tree: FlameTree;
  readonly view: View;
  readonly scrollPixels: number;
  readonly heightPixels: number;
  readonly colours: FlameColours;
  readonly hits: Uint8Array | undefined;
  readonly hovered: number;
  readonly focused: number;
  readonly zoomed: number;
}

/** Draws the flame graph. Keeps text widths between pictures, since measuring is the dearest part of one. */
export class FlamePainter {
  private readonly widths = new Map<string, number>();

  constructor(private readonly context: CanvasRenderingContext2D) {}

  paint(scene: Scene, pixelRatio: number): void {
    const { context } = this;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, scene.view.widthPixels, scene.heightPixels);
    context.font = FONT;
    context.textBaseline = 'middle';
    visitVisible(scene.tree, scene.view, (node, row, x, width) => {
      this.paintBox(scene, node, x, row * ROW_PIXELS - scene.scrollPixels, width);
    });
    if (scene.focused < 0) {
      return;
    }
    // The ring comes last, or the neighbour on the right would paint over it.
    visitVisible(scene.tree, scene.view, (node, row, x, width) => {
      if (node === scene.focused) {
        this.paintRing(scene, x, row * ROW_PIXELS - scene.scrollPixels, width);
      }
    });
  }

  private paintBox(scene: Scene, node: number, x: number, y: number, width: number): void {
    const { context } = this;
    const { colours, hits } = scene;
    const hit = hits?.[node] === 1;
    const dim = hits !== undefined && !hit;
    const height = ROW_PIXELS - GAP_PIXELS;
    context.fillStyle = hit ? colours.hitFill : dim ? colours.dimFill : (colours.fills[scene.tree.nameIndex[node] as number] as string);
    // A gap would make the narrowest nodes vanish, so it is taken only from what is wide enough.
    const drawn = width > 3 ? width - GAP_PIXELS : width;
    this.fillBox(x, y, drawn, height);
    if (node === scene.hovered) {
      context.fillStyle = colours.hover;
      this.fillBox(x, y, drawn, height);
    }
    // Ancestors of the zoomed node stay as a way back; they step behind a little.
    if (width >= NARROWEST_LABEL_PIXELS) {
      context.globalAlpha = (scene.tree.depth[node] as number) < (scene.tree.depth[scene.zoomed] as number) ? 0.72 : 1;
      context.fillStyle = hit ? colours.hitText : dim ? colours.dimText : colours.text;
      this.paintLabel(nameOf(scene.tree, node), x, y + height / 2 + 0.5, width);
      context.globalAlpha = 1;
    }
  }

  // Rounded corners cost a path each; on narrow boxes nobody sees them.
  private fillBox(x: number, y: number, width: number, height: number): void {
    if (width < 8) {
      this.context.fillRect(x, y, width, height);
      return;
    }
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, CORNER_PIXELS);
    this.context.fill();
  }

  private paintLabel(name: string, x: number, middle: number, width: number): void {
    const text = fitText(name, shortName(name), width - 2 * TEXT_INSET_PIXELS, (part) => this.widthOf(part));
    if (text !== '') {
      this.context.fillText(text, x + TEXT_INSET_PIXELS, middle);
    }
  }

  private paintRing(scene: Scene, x: number, y: number, width: number): void {
    this.context.strokeStyle = scene.colours.focus;
    this.context.lineWidth = 2;
    this.context.beginPath();
    this.context.roundRect(x + 1, y + 1, Math.max(2, width - 3), ROW_PIXELS - GAP_PIXELS - 2, CORNER_PIXELS);
    this.context.stroke();
  }

  private widthOf(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.context.measureText(text).width;
      // Shortened labels of an animation are all different; the bound keeps them from piling up.
      if (this.widths.size > 50_000) {
        this.widths.clear();
      }
      this.widths.set(text, width);
    }
    return width;
  }
}
