package dev.flamestream.job.route;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What tenants and their services have sent, as load: bytes of the value, and for each profile as much again as it costs to
 * handle at all.
 *
 * <p>Bounded: a service past the bound is not measured until the next drain. Those that matter are met early in each interval,
 * since they send the most, so what is missed is small. Not thread-safe.
 */
final class Loads {
    /** 16 Ki services are some MB; a job of more has none that is hot and was not met among the first of a second. */
    static final int MAX_SERVICES = 16_384;

    /** A profile costs some 100 us whatever its size, a byte 15 to 30 ns. */
    static final int PROFILE_BYTES = 8 << 10;

    private final Map<String, Map<Long, Long>> tenants = new HashMap<>();
    private int services;
    private volatile long unmeasured;

    /** A profile of a service has come. */
    void count(String tenant, long labelHash, int valueBytes) {
        add(tenant, labelHash, (long) valueBytes + PROFILE_BYTES);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void add(String tenant, long labelHash, long load) {
        Map<Long, Long> ofTenant = tenants.get(tenant);
        Long before = ofTenant == null ? null : ofTenant.get(labelHash);
        if (before == null && services == MAX_SERVICES) {
            unmeasured++;
            return;
        }
        services += before == null ? 1 : 0;
        tenants.computeIfAbsent(tenant, added -> new HashMap<>()).put(labelHash, before == null ? load : before + load);
    }

    /** Profiles that were not measured, ever; any thread may ask. */
    long unmeasured() {
        return unmeasured;
    }

    private static long ofTenant(Map<Long, Long> services) {
        return services.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What is large enough to matter, as bytes, and forgets all. */
    byte[] drain(long minLoad) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            drainTo(new DataOutputStream(bytes), minLoad);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private void drainTo(DataOutputStream out, long minLoad) throws IOException {
        tenants.values().removeIf(of -> ofTenant(of) < minLoad);
        out.writeInt(tenants.size());
        for (Map.Entry<String, Map<Long, Long>> tenant : tenants.entrySet()) {
            Map<Long, Long> large = new HashMap<>(tenant.getValue());
            large.values().removeIf(load -> load < minLoad);
            out.writeUTF(tenant.getKey());
            out.writeLong(ofTenant(tenant.getValue()));
            out.writeInt(large.size());
            for (Map.Entry<Long, Long> service : large.entrySet()) {
                out.writeLong(service.getKey());
                out.writeLong(service.getValue());
            }
        }
        tenants.clear();
        services = 0;
    }

    /** What a report says of loads. */
    interface Reader {
        /** So much of a tenant. */
        void tenant(String tenant, long load);

        /** So much of it is a service's. */
        void service(String tenant, long labelHash, long load);
    }

    /** Reads what {@link #drain} has written; nothing of no bytes. */
    static void read(byte[] drained, Reader reader) throws IOException {
        if (drained.length == 0) {
            return;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(drained));
        for (int tenants = in.readInt(); tenants > 0; tenants--) {
            String tenant = in.readUTF();
            reader.tenant(tenant, in.readLong());
            for (int services = in.readInt(); services > 0; services--) {
                reader.service(tenant, in.readLong(), in.readLong());
            }
        }
    }
}
