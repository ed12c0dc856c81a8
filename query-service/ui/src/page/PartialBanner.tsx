import { Icon } from '../widget/Icon';

/** What the service's words for a missing part mean to a person; a word that is new here is shown as it is. */
const SENTENCES: Readonly<Record<string, string>> = {
  live_unavailable: 'the newest profiles cannot be read right now, these come from stored blocks alone',
  live_behind: 'the job has gone back and not yet read everything again, so the newest profiles may be missing',
  section_corrupt: 'a part of a stored block is damaged and left out',
  block_corrupt: 'a stored block is damaged and left out',
  store_unavailable: 'stored blocks cannot be read right now',
  sum_overflow: 'a sum is larger than 64 bits can say and is cut there',
};

function sentenceOf(reason: string): string {
  return SENTENCES[reason.trim()] ?? reason;
}

/** Says calmly that something is missing; the numbers below are right for what could be reached. */
export function PartialBanner({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) {
    return null;
  }
  return (
    <div className="banner" role="status" data-testid="partial-banner">
      <Icon name="warning" />
      <span>
        <b>Answer is partial:</b> {reasons.map(sentenceOf).join('; ')}
      </span>
    </div>
  );
}
