import { Icon } from '../widget/Icon';

/** Says calmly that something is missing; the numbers below are right for what could be reached. */
export function PartialBanner({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) {
    return null;
  }
  return (
    <div className="banner" role="status" data-testid="partial-banner">
      <Icon name="warning" />
      <span>
        <b>Answer is partial:</b> {reasons.join('; ')}
      </span>
    </div>
  );
}
