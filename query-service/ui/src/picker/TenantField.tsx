import { useState } from 'react';

/** Shown only when the URL names a tenant; sent as X-Scope-OrgID. */
export function TenantField({ tenant, onChange }: { readonly tenant: string; readonly onChange: (tenant: string) => void }) {
  const [typed, setTyped] = useState(tenant);
  return (
    <form
      className="tenant"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typed.trim());
      }}
    >
      <input aria-label="Tenant" placeholder="Tenant" spellCheck={false} value={typed} data-testid="tenant" onChange={(event) => setTyped(event.target.value)} onBlur={() => onChange(typed.trim())} />
    </form>
  );
}
