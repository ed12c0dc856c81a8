interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly title: string }[];
  readonly testId: string;
  readonly onChoose: (value: T) => void;
}

/** A row of buttons of which one is pressed. */
export function Segmented<T extends string>({ label, value, choices, testId, onChoose }: Props<T>) {
  return (
    <div className="segmented" role="group" aria-label={label} data-testid={testId}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          data-value={choice.value}
          onClick={() => onChoose(choice.value)}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
