import { Icon } from '../widget/Icon';

/** Says that sums are estimates, where profiles count for others that were left out as they came. */
export function SampledBanner({ oneIn }: { readonly oneIn: number }) {
  if (oneIn <= 1) {
    return null;
  }
  return (
    <div className="banner" role="note" data-testid="sampled-banner">
      <Icon name="warning" />
      <span>
        <b>Sums are estimates:</b> of some series one profile in {oneIn} is kept and counts for all; the label{' '}
        <code>__sampled__</code> tells which
      </span>
    </div>
  );
}
