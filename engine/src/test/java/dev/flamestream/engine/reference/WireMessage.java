package dev.flamestream.engine.reference;

import dev.flamestream.engine.tree.Varints;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A protobuf message as it may legally come and as no generated class writes it: fields in any order, numbers packed or not,
 * fields that nobody knows. What has one field number stays in its order, since that has a meaning.
 */
final class WireMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final Map<Integer, List<byte[]>> fields = new LinkedHashMap<>();

    /** A message of the same fields, to which others can be added. */
    WireMessage copy() {
        WireMessage copy = new WireMessage();
        fields.forEach((field, pieces) -> copy.fields.put(field, new ArrayList<>(pieces)));
        return copy;
    }

    WireMessage number(int field, long value) {
        ByteArrayOutputStream out = begin(field, VARINT);
        put(out, value);
        return add(field, out);
    }

    /** Leaves out 0, as protobuf does. */
    WireMessage numberUnlessZero(int field, long value) {
        return value == 0 ? this : number(field, value);
    }

    WireMessage bytes(int field, byte[] value) {
        ByteArrayOutputStream out = begin(field, BYTES);
        put(out, value.length);
        out.writeBytes(value);
        return add(field, out);
    }

    WireMessage message(int field, WireMessage value, Random random) {
        return bytes(field, value.toBytes(random));
    }

    /** Numbers packed, one by one, or some so and some so. */
    WireMessage numbers(int field, List<Long> values, Random random) {
        int packed = random.nextInt(3) == 0 ? random.nextInt(values.size() + 1) : random.nextInt(2) * values.size();
        if (packed > 0) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            values.subList(0, packed).forEach(value -> put(out, value));
            bytes(field, out.toByteArray());
        }
        values.subList(packed, values.size()).forEach(value -> number(field, value));
        return this;
    }

    /** Fields of all wire types that a reader must pass over. */
    WireMessage unknown(Random random) {
        number(100 + random.nextInt(4_000), random.nextLong());
        bytes(5_000, new byte[random.nextInt(5)]);
        ByteArrayOutputStream fixed64 = begin(5_001, FIXED64);
        fixed64.writeBytes(new byte[Long.BYTES]);
        add(5_001, fixed64);
        ByteArrayOutputStream fixed32 = begin(0x1fffffff, FIXED32);
        fixed32.writeBytes(new byte[Integer.BYTES]);
        return add(0x1fffffff, fixed32);
    }

    /** The bytes, half of the time in an order of chance. */
    byte[] toBytes(Random random) {
        List<Integer> order = new ArrayList<>();
        fields.forEach((field, pieces) -> order.addAll(Collections.nCopies(pieces.size(), field)));
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<Integer, Integer> written = new LinkedHashMap<>();
        for (int field : order) {
            int piece = written.merge(field, 1, Integer::sum) - 1;
            out.writeBytes(fields.getOrDefault(field, List.of()).get(piece));
        }
        return out.toByteArray();
    }

    private WireMessage add(int field, ByteArrayOutputStream piece) {
        fields.computeIfAbsent(field, added -> new ArrayList<>()).add(piece.toByteArray());
        return this;
    }

    private static ByteArrayOutputStream begin(int field, int wireType) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, (long) field << 3 | wireType);
        return out;
    }

    private static void put(ByteArrayOutputStream out, long value) {
        byte[] varint = new byte[Varints.MAX_LONG_BYTES];
        out.write(varint, 0, Varints.write(varint, 0, value));
    }
}
