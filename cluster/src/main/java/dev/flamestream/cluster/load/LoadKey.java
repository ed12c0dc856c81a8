package dev.flamestream.cluster.load;

/** A tenant's service: services of different tenants have the same names, so that a mix-up shows in the sums. */
public record LoadKey(String tenant, String service, ProfileKind kind) {
    @Override
    public String toString() {
        return tenant + "/" + service;
    }
}
