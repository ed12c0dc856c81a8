package dev.flamestream.engine.fuzz;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.reference.Agreement;
import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.QueryLimitException;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Any bytes as a record's value: they are refused, or they are what the naive reader finds in them. */
public final class PprofTarget {
    /** Cuts of stacks and names are met with few bytes, and gzip cannot make an input large. */
    static final ProfileLimits LIMITS = new ProfileLimits(1 << 20, 1_000, 100, 9, 25, 64, 100, 100, 10_000, 0, 1_000);

    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "p", "pod", "1");
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);
    private static final PprofDecoder DECODER = new PprofDecoder(LIMITS);
    private static final HeadAppender APPENDER = new HeadAppender(LIMITS);

    private PprofTarget() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] value) throws IOException, QueryLimitException {
        Optional<FlatProfile> profile = DECODER.decode(value).fold(Optional::of, rejection -> Optional.empty());
        Arrival arrival = new Arrival(LABELS, 5, "");
        if (profile.isEmpty() || APPENDER.check(profile.get(), arrival).isPresent()) {
            return;
        }
        HeadIndex head = HeadIndex.open(KEY, new UUID(1, 2), LABELS);
        byte[] header = head.header();
        byte[] element = APPENDER.append(head, profile.get(), arrival);
        List<Section> sections = HeadSnapshot.read(List.of(header, element)).sections();
        HeadIndex.replay(List.of(header, element));
        // The JDK's reader of gzip checks what we pass over, and passes over what we check.
        boolean isGzip = value.length > 1 && value[0] == 0x1f && value[1] == (byte) 0x8b;
        if (!isGzip && !hasNumberOfZeroTenthByte(value)) {
            compare(value, sections);
        }
    }

    /** Nine bytes of ones and a tenth of 0 are 2^63 - 1; protobuf's Java reader takes the tenth for 1 and reads -1. */
    private static boolean hasNumberOfZeroTenthByte(byte[] value) {
        int run = 0;
        for (byte b : value) {
            if (run >= 9 && b == 0) {
                return true;
            }
            run = b < 0 ? run + 1 : 0;
        }
        return false;
    }

    private static void compare(byte[] value, List<Section> sections) throws IOException, QueryLimitException {
        NaiveDatabase naive = new NaiveDatabase();
        naive.add("acme", LABELS, 5, NaiveProfile.read(value, LIMITS));
        for (Section section : sections) {
            Selection all = new Selection(
                    "acme", Optional.of(section.summary().profileType()), List.of(), new TimeRange(0, 10), List.of());
            Agreement.ofTrees("", SectionSet.complete(sections), naive, all);
        }
    }
}
