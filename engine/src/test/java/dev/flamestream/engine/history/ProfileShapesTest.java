package dev.flamestream.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.head.Arrival;
import dev.flamestream.engine.head.HeadAppender;
import dev.flamestream.engine.head.HeadIndex;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import dev.flamestream.engine.profile.Decoded;
import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.PprofDecoder;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.reference.Agreement;
import dev.flamestream.engine.reference.NaiveDatabase;
import dev.flamestream.engine.reference.NaiveProfile;
import dev.flamestream.engine.reference.PprofFault;
import dev.flamestream.engine.reference.RandomPprof;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated pprof files of every shape, one at a time. */
class ProfileShapesTest {
    private static final Labels LABELS = Labels.of("service_name", "shop", "__name__", "p", "pod", "1");
    private static final HeadKey KEY = new HeadKey("acme", 1, 42, 0);
    private static final long SEED = Long.getLong("flamestream.shapes.seed", 1);
    private static final int FILES = Integer.getInteger("flamestream.shapes", 1_000);
    private static final int BROKEN_FILES = 100;

    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private final HeadAppender appender = new HeadAppender(ProfileLimits.DEFAULT);

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void everyShapeComesOutAsTheNaiveReaderReadsIt() throws Exception {
        for (long seed = SEED; seed < SEED + FILES; seed++) {
            byte[] file = new RandomPprof(new Random(seed), ProfileLimits.DEFAULT).file();
            HeadIndex head = HeadIndex.open(KEY, new UUID(1, 2), LABELS);
            byte[] header = head.header();
            NaiveDatabase naive = new NaiveDatabase();
            naive.add("acme", LABELS, 5, NaiveProfile.read(file, ProfileLimits.DEFAULT));

            Decoded decoded = decoder.decode(file);
            assertThat(decoded).as("seed %d", seed).isInstanceOf(Decoded.Accepted.class);
            Arrival arrival = new Arrival(LABELS, 5, "");
            assertThat(appender.check(((Decoded.Accepted) decoded).profile(), arrival))
                    .as("seed %d", seed)
                    .isEmpty();
            byte[] element = appender.append(head, ((Decoded.Accepted) decoded).profile(), arrival);

            List<Section> sections = HeadSnapshot.read(List.of(header, element)).sections();
            for (Section section : sections) {
                ProfileType type = section.summary().profileType();
                Selection all = new Selection("acme", Optional.of(type), List.of(), new TimeRange(0, 10), List.of());
                Agreement.ofTrees("seed " + seed + ", " + type, SectionSet.complete(sections), naive, all);
            }
            assertThat(sections)
                    .as("seed %d", seed)
                    .extracting(section -> section.summary().profileType().id())
                    .containsAll(naive.profileTypes(
                            new Selection("acme", Optional.empty(), List.of(), new TimeRange(0, 10), List.of())));
        }
    }

    /** Each profile by itself, also those that are written as differences, and the log replayed between any two. */
    @Test
    void everySequenceOfASeriesComesOutAsTheNaiveReaderReadsIt() throws Exception {
        long differences = 0;
        for (long seed = SEED; seed < SEED + FILES / 4; seed++) {
            Random random = new Random(seed);
            RandomPprof files = new RandomPprof(random, ProfileLimits.DEFAULT);
            HeadIndex head = HeadIndex.open(KEY, new UUID(1, 2), LABELS);
            List<byte[]> log = new ArrayList<>(List.of(head.header()));
            NaiveDatabase naive = new NaiveDatabase();
            for (int profiles = 2 + random.nextInt(6); profiles > 0; profiles--) {
                byte[] file = log.size() == 1 || random.nextInt(8) == 0 ? files.file() : files.nextFile();
                // The order of time is that of arrival backwards, so that nothing can rely on it.
                Arrival arrival = new Arrival(LABELS, profiles, "");
                FlatProfile profile = ((Decoded.Accepted) decoder.decode(file)).profile();
                assertThat(appender.check(profile, arrival)).as("seed %d", seed).isEmpty();
                head = random.nextBoolean() ? head : HeadIndex.replay(log);
                log.add(appender.append(head, profile, arrival));
                naive.add("acme", LABELS, profiles, NaiveProfile.read(file, ProfileLimits.DEFAULT));
            }
            differences += head.differenceValues() > 0 ? 1 : 0;

            List<Section> sections = HeadSnapshot.read(log).sections();

            for (Section section : sections) {
                ProfileType type = section.summary().profileType();
                for (int time = 0; time < log.size(); time++) {
                    Selection one = new Selection(
                            "acme", Optional.of(type), List.of(), new TimeRange(time, time + 1), List.of());
                    String where = "seed " + seed + ", " + type + ", time " + time;
                    Agreement.ofTrees(where, SectionSet.complete(sections), naive, one);
                }
            }
        }
        assertThat(differences).as("sequences with differences").isGreaterThan(FILES / 16);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyFaultIsRefused(PprofFault fault) {
        for (long seed = SEED; seed < SEED + BROKEN_FILES; seed++) {
            byte[] file = new RandomPprof(new Random(seed), ProfileLimits.DEFAULT).file(fault);

            boolean refused = decoder.decode(file)
                    .fold(
                            profile -> appender.check(profile, new Arrival(LABELS, 5, ""))
                                    .isPresent(),
                            rejection -> true);

            assertThat(refused).as("%s, seed %d", fault, seed).isTrue();
        }
    }
}
