package dev.flamestream.benchmarks.soak;

/**
 * Who sends, and how much.
 *
 * @param tenants of equal size
 * @param services of all tenants together
 * @param series of all services together
 * @param profilesPerSecond of all series together
 */
record SoakSize(int tenants, int services, int series, double profilesPerSecond) {
    SoakSize {
        if (tenants < 1
                || services < tenants
                || series < services
                || services % tenants != 0
                || series % services != 0
                || !(profilesPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "expected a rate above 0, as many services of each tenant and as many series "
                            + "of each service: found " + profilesPerSecond + " profiles a second of " + tenants
                            + " tenants, "
                            + services + " services, " + series + " series");
        }
    }

    String tenant(int number) {
        return "tenant-" + number % tenants;
    }

    String service(int number) {
        return "service-" + number / tenants % (services / tenants);
    }

    String pod(int number) {
        return "pod-" + number / services;
    }
}
