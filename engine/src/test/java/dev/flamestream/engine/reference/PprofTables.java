package dev.flamestream.engine.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The strings and ids of one generated file. Arrays are shared and not copied. */
final class PprofTables {
    private final Random random;
    private final List<byte[]> strings = new ArrayList<>(List.of(new byte[0]));
    private final Map<String, Long> known = new HashMap<>();
    private long[] mappingIds = {};
    private long[] functionIds = {};
    private long[] locationIds = {};

    PprofTables(Random random) {
        this.random = random;
    }

    /** Draws ids: counted from 1, with gaps, or any 64 bits; wrong ones if that is the fault. */
    void drawIds(int mappings, int functions, int locations, PprofFault fault) {
        mappingIds = ids(mappings);
        functionIds = ids(functions);
        locationIds = ids(locations);
        switch (fault) {
            case MAPPING_TWICE -> mappingIds[1] = mappingIds[0];
            case FUNCTION_TWICE -> functionIds[1] = functionIds[0];
            case LOCATION_TWICE -> locationIds[1] = locationIds[0];
            case LOCATION_ZERO -> locationIds[0] = 0;
            default -> {}
        }
    }

    private long[] ids(int count) {
        int kind = random.nextInt(4);
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = switch (kind) {
                case 0, 1 -> i + 1;
                case 2 -> (count - i) * 7L;
                // Distinct in the low bits, so that no two are equal by chance.
                default -> random.nextLong() << 8 | i + 1;
            };
        }
        return ids;
    }

    long[] mappingIds() {
        return mappingIds;
    }

    long[] functionIds() {
        return functionIds;
    }

    long[] locationIds() {
        return locationIds;
    }

    long anyMappingId() {
        return mappingIds[random.nextInt(mappingIds.length)];
    }

    long anyFunctionId() {
        return functionIds[random.nextInt(functionIds.length)];
    }

    long anyLocationId() {
        return locationIds[random.nextInt(locationIds.length)];
    }

    /** The number of a text; now and then it stands in the table twice, the empty one too. */
    long string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (text.isEmpty() && random.nextInt(8) > 0) {
            return 0;
        }
        if (random.nextInt(10) == 0) {
            return newString(utf8);
        }
        return known.computeIfAbsent(text, added -> newString(utf8));
    }

    /** The number of bytes that need not be text. */
    long string(byte[] bytes) {
        return newString(bytes);
    }

    /** The number of a new entry. */
    long newString(byte[] bytes) {
        strings.add(bytes);
        return strings.size() - 1L;
    }

    /** The table. */
    List<byte[]> strings(boolean withoutEmpty) {
        if (withoutEmpty) {
            strings.set(0, new byte[] {'x'});
        }
        return strings;
    }
}
