package dev.flamestream.engine.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.tree.Varints;
import dev.flamestream.schemas.pprof.Location;
import dev.flamestream.schemas.pprof.Profile;
import dev.flamestream.schemas.pprof.ValueType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PprofDecoderTest {
    private static final ProfileLimits LIMITS =
            new ProfileLimits(1 << 20, 1_000, 100, 100, 1_000, 10, 100, 100, 10_000, 0, 1_000);

    private final PprofDecoder decoder = new PprofDecoder(LIMITS);

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void readsWhatProtobufWrote() {
        FlatProfile profile = accept(PprofFile.of("samples/count", "cpu/nanoseconds")
                .sample("main;a+b", Map.of("thread", "t1"), 1, 10)
                .sample("main", 2, -20)
                .gzip());

        assertThat(profile.typeCount()).isEqualTo(2);
        assertThat(profile.text(profile.typeName(1))).isEqualTo("cpu");
        assertThat(profile.sampleCount()).isEqualTo(2);
        assertThat(profile.value(1, 1)).isEqualTo(-20);
        assertThat(profile.period()).isEqualTo(10_000_000);
        assertThat(profile.periodType()).isEqualTo("cpu");
        int leaf = profile.sampleLocation(profile.sampleLocationStart(0));
        int innermost = profile.lineFunction(profile.locationLineStart(leaf));
        assertThat(profile.text(profile.functionName(innermost))).isEqualTo("b");
        assertThat(profile.text(profile.labelText(profile.sampleLabelStart(0)))).isEqualTo("t1");
        assertThat(profile.sampleLabelStart(1)).isEqualTo(profile.sampleLabelStart(2));
    }

    /** One decoder serves all profiles of a slot. */
    @Test
    void whatWasDecodedBeforeChangesNothing() {
        byte[] good = PprofFile.of("cpu/nanoseconds").sample("main;a", 5).gzip();
        byte[] plain = PprofFile.of("cpu/nanoseconds").sample("main;b", 6).plain();
        List<byte[]> values = List.of(
                new byte[0],
                good,
                plain,
                Arrays.copyOf(good, good.length / 2),
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(plain, plain.length / 2),
                PprofFile.gzip(new byte[0]),
                PprofFile.gzip("<html>".getBytes(StandardCharsets.UTF_8)),
                "{\"error\":1}".getBytes(StandardCharsets.UTF_8),
                PprofFile.gzip(new byte[(1 << 20) + 1]));
        for (byte[] before : values) {
            for (byte[] value : values) {
                try (PprofDecoder fresh = new PprofDecoder(LIMITS);
                        PprofDecoder used = new PprofDecoder(LIMITS)) {
                    used.decode(before);

                    assertThat(text(used.decode(value)))
                            .as("%d bytes after %d bytes", value.length, before.length)
                            .isEqualTo(text(fresh.decode(value)));
                }
            }
        }
    }

    private static String text(Decoded decoded) {
        return decoded.fold(profile -> profile.sampleCount() + " samples", Rejection::toString);
    }

    @Test
    void takesPlainFilesAndSeveralGzipMembers() {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main", 5);
        byte[] plain = file.plain();
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(PprofFile.gzip(Arrays.copyOf(plain, 10)));
        members.writeBytes(PprofFile.gzip(Arrays.copyOfRange(plain, 10, plain.length)));

        assertThat(accept(plain).sampleCount()).isEqualTo(1);
        assertThat(accept(members.toByteArray()).sampleCount()).isEqualTo(1);
    }

    @Test
    void takesIdsThatAreNotConsecutive() {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 5);
        file.builder().setLocation(0, file.builder().getLocation(0).toBuilder().setId(0xfffffffffffffff0L));
        file.builder().setSample(0, file.builder().getSample(0).toBuilder().setLocationId(0, 0xfffffffffffffff0L));

        assertThat(accept(file.plain()).sampleCount()).isEqualTo(1);
    }

    @Test
    void aPeriodTypeInTwoPiecesIsOne() {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main", 5);
        Profile unitAlone = Profile.newBuilder()
                .setPeriodType(ValueType.newBuilder().setUnit(file.string("bytes")))
                .build();
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        pieces.writeBytes(file.plain());
        pieces.writeBytes(unitAlone.toByteArray());

        FlatProfile profile = accept(pieces.toByteArray());

        assertThat(profile.periodType()).isEqualTo("cpu");
        assertThat(profile.periodUnit()).isEqualTo("bytes");
    }

    @Test
    void refusesWhatContradictsItselfAndSaysWhere() {
        refuse(new byte[0], "empty");
        refuse("<html>".getBytes(StandardCharsets.UTF_8), "HTML");
        refuse(change(file -> file.addLocation(Location.newBuilder().setId(1))), "location id 1 stands twice");
        refuse(change(file -> file.setLocation(0, Location.newBuilder())), "location 0 has id 0");
        refuse(change(file -> file.getSampleBuilder(0).setLocationId(0, 99)), "sample 0 names location 99");
        refuse(change(file -> file.getSampleBuilder(0).addValue(1)), "sample 0 has 2 values, the profile has 1");
        refuse(change(file -> file.getFunctionBuilder(0).setName(77)), "function 0 names string 77");
        refuse(change(file -> file.getFunctionBuilder(0).setName(-1)), "string -1");
        refuse(change(file -> file.setStringTable(0, "x")), "string 0 is \"x\"");
        refuse(change(file -> file.clearSampleType()), "no sample type");
        refuse(change(file -> file.clearStringTable()), "no string table");
    }

    @Test
    void refusesDamagedGzip() {
        byte[] gzip = PprofFile.of("cpu/nanoseconds").sample("main", 5).gzip();
        byte[] wrongCrc = gzip.clone();
        wrongCrc[gzip.length - 8] ^= 1;

        refuse(wrongCrc, "gzip: CRC");
        refuse(Arrays.copyOf(gzip, gzip.length - 8), "gzip");
        refuse(Arrays.copyOf(gzip, gzip.length / 2), "gzip");
        refuse(Arrays.copyOf(gzip, gzip.length + 3), "gzip: 3 bytes");
        refuse(PprofFile.gzip(new byte[0]), "empty");
        refuse(PprofFile.gzip(gzip), "gzip within gzip");
    }

    @Test
    void refusesWhatIsPastALimitAndNamesIt() {
        PprofFile many = PprofFile.of("cpu/nanoseconds");
        for (int i = 0; i <= LIMITS.maxSamples(); i++) {
            many.sample("main", 1);
        }

        assertThat(rejection(many.gzip()))
                .isEqualTo(new Rejection(
                        RejectReason.SAMPLES_LIMIT,
                        "expected at most 1000 samples (max_profile_stacktrace_samples), found more"));
        Rejection bomb = rejection(PprofFile.gzip(new byte[(1 << 20) + 1]));
        assertThat(bomb.reason()).isEqualTo(RejectReason.PROFILE_SIZE_LIMIT);
        assertThat(bomb.detail()).contains("1048576");
    }

    @Test
    void aSmallFileThatWouldFillTheHeapOnceDecodedIsRefused() {
        int numbers = ProfileLimits.MAX_STACK_ENTRIES + 1;
        byte[] locations = new byte[numbers + 10];
        // A sample whose packed field 1 is that many zeros: 28 bytes of memory each, were they all taken.
        int at = Varints.write(locations, 0, 0x12);
        at = Varints.write(locations, at, numbers + 1L + Varints.size(numbers));
        at = Varints.write(locations, at, 0x0a);
        Varints.write(locations, at, numbers);
        byte[] strings = new byte[2 * (ProfileLimits.MAX_SYMBOLS + 1)];
        for (int i = 0; i < strings.length; i += 2) {
            strings[i] = 0x32;
        }
        try (PprofDecoder large = new PprofDecoder(ProfileLimits.DEFAULT)) {
            for (byte[] bomb : List.of(locations, strings)) {
                Rejection rejection = large.decode(bomb).fold(profile -> null, refused -> refused);

                assertThat(rejection).isNotNull();
                assertThat(rejection.reason()).isEqualTo(RejectReason.PROFILE_SIZE_LIMIT);
                assertThat(rejection.detail()).contains(": more than ").contains(" numbers of field ");
            }
        }
    }

    /** Whatever is done to the bytes, the outcome is a profile or a reason; never an exception, a hang or a huge array. */
    @Test
    void neverThrowsOnDamagedBytes() {
        byte[] plain = PprofFile.of("samples/count", "cpu/nanoseconds")
                .sample("main;a+b", Map.of("k", "v"), 1, 10)
                .plain();
        long seed = 20261123;
        Random random = new Random(seed);

        for (int length = 0; length < plain.length; length++) {
            decoder.decode(Arrays.copyOf(plain, length));
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = plain.clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(decoder.decode(damaged))
                    .as("seed %s round %s", seed, round)
                    .isNotNull();
        }
    }

    @Test
    void namesAreGuessedFromSampleTypes() {
        assertThat(ProfileNames.guess(
                        accept(PprofFile.of("samples/count", "cpu/nanoseconds").plain())))
                .isEqualTo("process_cpu");
        assertThat(ProfileNames.guess(accept(
                        PprofFile.of("alloc_objects/count", "inuse_space/bytes").plain())))
                .isEqualTo("memory");
        assertThat(ProfileNames.guess(accept(
                        PprofFile.of("wall/nanoseconds", "cpu/nanoseconds").plain())))
                .isEqualTo("wall");
        assertThat(ProfileNames.guess(accept(
                        PprofFile.of("contentions/count", "delay/nanoseconds").plain())))
                .isEqualTo("delay");
    }

    @Test
    void peeksAtTheTimeOfAFile() {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main", 5);
        assertThat(PprofTime.peekMillis(file.gzip())).isEmpty();
        file.builder().setTimeNanos(1_700_000_000_123_456_789L);
        assertThat(PprofTime.peekMillis(file.gzip())).hasValue(1_700_000_000_123L);
        assertThat(PprofTime.peekMillis(new byte[] {1, 2, 3})).isEmpty();
    }

    private interface Change {
        Object to(Profile.Builder file);
    }

    private static byte[] change(Change change) {
        PprofFile file = PprofFile.of("cpu/nanoseconds").sample("main;a", 5);
        change.to(file.builder());
        return file.plain();
    }

    private FlatProfile accept(byte[] value) {
        return decoder.decode(value).fold(profile -> profile, rejection -> {
            throw new AssertionError("refused: " + rejection);
        });
    }

    private Rejection rejection(byte[] value) {
        return decoder.decode(value)
                .fold(
                        profile -> {
                            throw new AssertionError("accepted");
                        },
                        rejection -> rejection);
    }

    private void refuse(byte[] value, String expectedDetail) {
        Rejection rejection = rejection(value);
        assertThat(rejection.reason()).isEqualTo(RejectReason.MALFORMED_PROFILE);
        assertThat(rejection.detail()).contains(expectedDetail);
    }
}
