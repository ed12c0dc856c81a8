package dev.flamestream.job.route;

import dev.flamestream.engine.head.HeadKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * In which order a tenant's shards are used: those next to each other lie in different slots, so that the first so many go over as
 * many slots as can be. Which slot a shard lies in is a matter of its hash; without this some would have several and others none.
 *
 * <p>The first is always shard 0. Another parallelism makes another order. Bounded; not thread-safe.
 */
final class ShardOrder {
    /** Orders of tenants that are wide and send now; one is some hundred bytes, and quickly made again. */
    private static final int MAX_TENANTS = 1_024;

    private final int maxShards;
    private final int parallelism;
    private final int maxParallelism;
    private final Map<String, int[]> orders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    ShardOrder(int maxShards, int parallelism, int maxParallelism) {
        this.maxShards = maxShards;
        this.parallelism = parallelism;
        this.maxParallelism = maxParallelism;
    }

    /** The shard at a position, from 0. */
    int shardAt(String tenant, int position) {
        if (position == 0) {
            return 0;
        }
        return orders.computeIfAbsent(tenant, this::order)[position];
    }

    private int[] order(String tenant) {
        List<Queue<Integer>> bySlot = new ArrayList<>();
        for (int slot = 0; slot < parallelism; slot++) {
            bySlot.add(new ArrayDeque<>());
        }
        int first = slotOf(tenant, 0);
        for (int shard = 0; shard < maxShards; shard++) {
            // Seen from the first shard's slot, so that it is the first of all.
            bySlot.get(Math.floorMod(slotOf(tenant, shard) - first, parallelism))
                    .add(shard);
        }
        int[] order = new int[maxShards];
        int position = 0;
        while (position < maxShards) {
            for (Queue<Integer> ofSlot : bySlot) {
                Integer shard = ofSlot.poll();
                if (shard != null) {
                    order[position++] = shard;
                }
            }
        }
        return order;
    }

    /** The slot of a shard's heads and directory, as Flink chooses it. */
    int slotOf(String tenant, int shard) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                HeadKey.directory(tenant, shard), maxParallelism, parallelism);
    }
}
