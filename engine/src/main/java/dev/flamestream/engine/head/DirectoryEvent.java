package dev.flamestream.engine.head;

import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One element of a directory's log, the ListState under {@link HeadKey#directory}: which heads of a tenant and shard are
 * live.
 *
 * <pre>
 * opened : kind 'O', keySize key, labelCount { text text }       a head opened; its grouping labels
 * closed : kind 'C', keySize key                                 both its logs are empty again
 * policy : kind 'G', visibleAfterCommitMillis                    the first element: how old a list of blocks may be
 * shards : kind 'S', shardCount                                  only in a tenant's first shard: how many may hold heads
 * </pre>
 *
 * <p>Framed as the elements of a head log are. Applied in order they say what is live; an opened head may already be read. The
 * largest count of shards stands: a profile is only ever routed to a shard that was listed before, and a tenant that has become
 * small again may still have heads where it was large.
 */
public final class DirectoryEvent {
    private static final byte OPENED = 'O';
    private static final byte CLOSED = 'C';
    private static final byte POLICY = 'G';
    private static final byte SHARDS = 'S';

    /** The most shards that a tenant may have; each costs a reader of that tenant one look-up. */
    public static final int MAX_SHARDS = 4096;

    private DirectoryEvent() {}

    /** A head has opened. */
    public static byte[] opened(HeadKey key, Labels grouping) {
        ElementWriter writer = begin(OPENED, key);
        writer.put(grouping.size());
        grouping.asMap().forEach((name, value) -> {
            writer.putText(name);
            writer.putText(value);
        });
        return writer.finish();
    }

    /** A head holds nothing any more. */
    public static byte[] closed(HeadKey key) {
        return begin(CLOSED, key).finish();
    }

    /** The bound that readers must keep. */
    public static byte[] policy(CutPolicy policy) {
        ElementWriter writer = new ElementWriter();
        writer.begin(POLICY);
        writer.put(policy.visibleAfterCommit().toMillis());
        return writer.finish();
    }

    /** So many shards of the tenant may hold heads from now on, numbered from 0. */
    public static byte[] shards(int shardCount) {
        ElementWriter writer = new ElementWriter();
        writer.begin(SHARDS);
        writer.put(shardCount);
        return writer.finish();
    }

    /** Replays a directory's log. */
    public static Directory replay(Collection<byte[]> elements) throws CorruptHeadException {
        Map<HeadKey, Labels> live = new LinkedHashMap<>();
        long visibleMillis = Long.MAX_VALUE;
        int shardCount = 1;
        int number = 0;
        for (byte[] element : elements) {
            ElementReader reader = new ElementReader("directory, element " + number++, element);
            switch (reader.kind()) {
                case OPENED -> live.put(readKey(reader), readLabels(reader));
                case CLOSED -> live.remove(readKey(reader));
                case POLICY -> visibleMillis = reader.next();
                case SHARDS -> shardCount = Math.max(shardCount, reader.nextInt(MAX_SHARDS, "shard count"));
                default -> throw reader.corrupt("kind " + reader.kind() + ", expected O, C, G or S");
            }
            reader.requireEnd();
        }
        return new Directory(live, visibleMillis, shardCount);
    }

    /**
     * What a directory says.
     *
     * @param live the live heads and their grouping labels
     * @param visibleAfterCommitMillis how long a cut stays readable after its commit
     * @param shardCount how many shards of the tenant may hold heads; 1 in all directories but that of its first shard
     */
    public record Directory(Map<HeadKey, Labels> live, long visibleAfterCommitMillis, int shardCount) {
        public Directory {
            live = Map.copyOf(live);
        }

        /** A directory of nothing. */
        public static Directory empty() {
            return new Directory(Map.of(), Long.MAX_VALUE, 1);
        }

        /** The log that says the same in as few elements as can be. */
        public List<byte[]> toElements(CutPolicy policy) {
            List<byte[]> elements = new ArrayList<>();
            elements.add(policy(policy));
            if (shardCount > 1) {
                elements.add(shards(shardCount));
            }
            live.forEach((key, grouping) -> elements.add(opened(key, grouping)));
            return elements;
        }
    }

    private static ElementWriter begin(byte kind, HeadKey key) {
        ElementWriter writer = new ElementWriter();
        writer.begin(kind);
        byte[] bytes = key.toBytes();
        writer.put(bytes.length);
        writer.putBytes(bytes);
        return writer;
    }

    private static HeadKey readKey(ElementReader reader) throws CorruptHeadException {
        byte[] bytes = reader.nextBytes(reader.nextCount("key size"));
        try {
            return HeadKey.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            throw reader.corrupt(String.valueOf(e.getMessage()));
        }
    }

    private static Labels readLabels(ElementReader reader) throws CorruptHeadException {
        Map<String, String> labels = new HashMap<>();
        for (int rest = reader.nextCount("label count"); rest > 0; rest--) {
            labels.put(reader.nextText(), reader.nextText());
        }
        return Labels.of(labels);
    }
}
