package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.blocks.BlockBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Heads whose cut log waits to become part of a block. Tenants take turns, so that one with many or large cuts holds no other up; what
 * of a tenant belongs into one folder goes together.
 *
 * <p>A key a head, so as many as there are heads in state. For one thread.
 */
final class WaitingCuts {
    private final long collectMillis;
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();

    private static final class Tenant {
        private final long sinceMillis;
        private final Set<HeadKey> heads = new LinkedHashSet<>();

        Tenant(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }
    }

    /** @param collectMillis how long a tenant's first cut waits for others that may share its block */
    WaitingCuts(long collectMillis) {
        this.collectMillis = collectMillis;
    }

    void add(HeadKey head, long nowMillis) {
        tenants.computeIfAbsent(head.tenant(), added -> new Tenant(nowMillis))
                .heads
                .add(head);
    }

    boolean isEmpty() {
        return tenants.isEmpty();
    }

    int count() {
        return tenants.values().stream().mapToInt(tenant -> tenant.heads.size()).sum();
    }

    /** The heads that may share the next block, in the order of their cuts; empty while none has waited long enough. */
    List<HeadKey> next(long nowMillis) {
        for (Tenant tenant : tenants.values()) {
            if (nowMillis >= tenant.sinceMillis + collectMillis) {
                return ofOneFolder(tenant);
            }
        }
        return List.of();
    }

    private static List<HeadKey> ofOneFolder(Tenant tenant) {
        List<HeadKey> heads = new ArrayList<>();
        Iterator<HeadKey> all = tenant.heads.iterator();
        HeadKey first = all.next();
        String folder = BlockBuilder.folder(first);
        heads.add(first);
        while (all.hasNext()) {
            HeadKey head = all.next();
            if (BlockBuilder.folder(head).equals(folder)) {
                heads.add(head);
            }
        }
        return heads;
    }

    /** These are on their way; what else their tenant has waits for its next turn, and no longer. */
    void taken(List<HeadKey> heads) {
        Tenant tenant = tenants.remove(heads.get(0).tenant());
        if (tenant != null) {
            heads.forEach(tenant.heads::remove);
            if (!tenant.heads.isEmpty()) {
                tenants.put(heads.get(0).tenant(), tenant);
            }
        }
    }
}
