package dev.flamestream.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The law of the modules, as ARCHITECTURE.md states it. */
class ModuleLawTest {
    private static final String ROOT = "dev.flamestream.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.flamestream");

    @Test
    void modulesSeeOnlyWhatTheLawAllows() {
        mayUse("schemas");
        mayUse("engine", "schemas");
        mayUse("agent", "schemas");
        mayUse("job", "engine", "schemas");
        mayUse("query", "engine", "schemas");
    }

    @Test
    void theEngineKnowsNoClusterAndNoWire() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..",
                        "org.apache.kafka..",
                        "com.linecorp..",
                        "org.apache.hadoop..",
                        "software.amazon..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        for (String module : new String[] {"engine", "job", "agent", "query", "standalone"}) {
            slices().matching(ROOT + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(CLASSES);
        }
    }

    @Test
    void noClassHidesBehindAVagueName() {
        classes()
                .that()
                .resideInAPackage("dev.flamestream..")
                .and()
                .resideOutsideOfPackages(
                        ROOT + "schemas.pprof..",
                        ROOT + "schemas.querier..",
                        ROOT + "schemas.types..",
                        ROOT + "schemas.push..")
                .should()
                .haveNameNotMatching(".*(Utils?|Helpers?|Manager|Impl|Common|Base|Info)$")
                .check(CLASSES);
    }

    private static void mayUse(String module, String... others) {
        String[] forbidden = Stream.of("schemas", "engine", "agent", "job", "query", "standalone")
                .filter(name -> !name.equals(module) && !List.of(others).contains(name))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }
}
