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
 * Which tenants and services are wider than one, the same for all routers of the job.
 *
 * <pre>
 * plan    : int8 format = 1, int64 version, int32 parallelism, int32 tenantCount { tenant }
 * tenant  : text name, int32 listedShards, width shards, int32 serviceCount { int64 labelHash, width spread }
 * width   : step before, step now
 * step    : int32 count, int64 sinceMillis
 * </pre>
 *
 * <p>Big-endian; texts as {@link DataOutputStream#writeUTF} has them. It is state of the routers and their talk with the planner.
 *
 * @param version rises with each change
 * @param parallelism for which it was made, 0 if for none: with another one shards are used in another order
 * @param tenants those that are wider than one, were so lately, or shall be
 */
record RoutePlan(long version, int parallelism, Map<String, Tenant> tenants) {
    /** Everything is one wide. */
    static final RoutePlan EMPTY = new RoutePlan(0, 0, Map.of());

    private static final int FORMAT = 1;

    RoutePlan {
        tenants = Map.copyOf(tenants);
    }

    /**
     * One tenant.
     *
     * @param listedShards how many shards the directory of its first one says that it may have; no other is used
     * @param shards how many are used
     * @param services by label hash, over how many of them a service goes, where that is not one
     */
    record Tenant(int listedShards, Width shards, Map<Long, Width> services) {
        /** One that shall become wide. */
        static final Tenant TO_LIST = new Tenant(1, Width.ONE, Map.of());

        Tenant {
            services = Map.copyOf(services);
        }

        /** As wide as before, but its series have moved. */
        Tenant moved(long nowMillis) {
            return new Tenant(listedShards, shards.moved(nowMillis), services);
        }

        Tenant listed(int shardCount) {
            return new Tenant(shardCount, shards, services);
        }
    }

    /** How many tenants go over more than one shard, or will. */
    int wideTenants() {
        return (int) tenants.values().stream()
                .filter(tenant -> tenant.shards.now().count() > 1)
                .count();
    }

    /** How many services go over more than one key, or will. */
    int spreadServices() {
        return (int) tenants.values().stream()
                .flatMap(tenant -> tenant.services.values().stream())
                .filter(width -> width.now().count() > 1)
                .count();
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORMAT);
            out.writeLong(version);
            out.writeInt(parallelism);
            out.writeInt(tenants.size());
            for (Map.Entry<String, Tenant> tenant : tenants.entrySet()) {
                out.writeUTF(tenant.getKey());
                write(tenant.getValue(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Tenant tenant, DataOutputStream out) throws IOException {
        out.writeInt(tenant.listedShards);
        tenant.shards.write(out);
        out.writeInt(tenant.services.size());
        for (Map.Entry<Long, Width> service : tenant.services.entrySet()) {
            out.writeLong(service.getKey());
            service.getValue().write(out);
        }
    }

    static RoutePlan fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int format = in.readUnsignedByte();
        if (format != FORMAT) {
            throw new IOException("route plan: expected format " + FORMAT + ", found " + format);
        }
        long version = in.readLong();
        int parallelism = in.readInt();
        Map<String, Tenant> tenants = new HashMap<>();
        for (int rest = in.readInt(); rest > 0; rest--) {
            tenants.put(in.readUTF(), readTenant(in));
        }
        return new RoutePlan(version, parallelism, tenants);
    }

    private static Tenant readTenant(DataInputStream in) throws IOException {
        int listedShards = in.readInt();
        Width shards = Width.read(in);
        Map<Long, Width> services = new HashMap<>();
        for (int rest = in.readInt(); rest > 0; rest--) {
            services.put(in.readLong(), Width.read(in));
        }
        return new Tenant(listedShards, shards, services);
    }
}
