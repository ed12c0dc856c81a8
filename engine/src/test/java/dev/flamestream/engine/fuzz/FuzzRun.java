package dev.flamestream.engine.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the coverage-guided fuzzer on each target for a bounded time: {@code ./mvnw -Pfuzz -pl engine -am verify
 * -Dfuzz.seconds=60}.
 *
 * <p>Seeds are generated anew; what the fuzzer learns stays in the folder and is where the next run goes on. The exit status is
 * 1 if anything was found; what was found is in the folder that is named at the end, one input a file.
 */
public final class FuzzRun {
    /** What is fuzzed. */
    enum Target {
        PPROF(PprofTarget.class, 4 << 10),
        HEAD_LOG(HeadLogTarget.class, 8 << 10),
        BLOCK(BlockTarget.class, 24 << 10),
        SECTION_INDEX(SectionIndexTarget.class, 4 << 10);

        private final Class<?> target;
        private final int maxBytes;

        Target(Class<?> target, int maxBytes) {
            this.target = target;
            this.maxBytes = maxBytes;
        }

        /** No input is longer: all that there is can be met with few bytes, and few bytes are fast. */
        int maxBytes() {
            return maxBytes;
        }
    }

    /** A second suffices for the slowest input of this size a thousand times over. */
    private static final int INPUT_SECONDS = 10;

    private FuzzRun() {}

    /** Takes the folder to work in, seconds for each target, and the names of targets; all if none is named. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        List<String> wanted =
                Arrays.stream(arguments).skip(2).filter(name -> !name.isEmpty()).toList();
        List<String> failed = new ArrayList<>();
        for (Target target : Target.values()) {
            if ((wanted.isEmpty() || wanted.contains(target.name())) && run(target, folder, seconds) != 0) {
                failed.add(target.name());
            }
        }
        System.out.println(
                failed.isEmpty()
                        ? "fuzz: nothing found"
                        : "fuzz: " + failed + " failed; the inputs and how to run them are in "
                                + findings(folder).toAbsolutePath());
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static int run(Target target, Path folder, int seconds) throws IOException, InterruptedException {
        Path seeds = folder.resolve(target.name()).resolve("seeds");
        Path corpus = folder.resolve(target.name()).resolve("corpus");
        Files.createDirectories(corpus);
        Files.createDirectories(findings(folder));
        SeedCorpus.write(target, seeds);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.target.getName(),
                "--instrumentation_includes=dev.flamestream.**",
                // The reference must not lead the fuzzer: only what it finds in the engine is progress.
                "--instrumentation_excludes=dev.flamestream.engine.reference.**:dev.flamestream.schemas.**",
                "--custom_hook_includes=dev.flamestream.**",
                "--reproducer_path=" + findings(folder),
                "-artifact_prefix=" + findings(folder) + File.separator + target.name() + "-",
                "-max_total_time=" + seconds,
                "-max_len=" + target.maxBytes,
                "-timeout=" + INPUT_SECONDS,
                "-rss_limit_mb=3000",
                "-print_final_stats=1",
                corpus.toString(),
                seeds.toString()));
        System.out.println("fuzz: " + target + " for " + seconds + " s");
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static Path findings(Path folder) {
        return folder.resolve("findings");
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .distinct()
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElseThrow();
    }
}
