package dev.flamestream.standalone.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.standalone.query.Quantity;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which profiles a question is about: a type and a selector, apart or in one as {@code type{selector}}. */
final class ProfileOptions {
    private static final String CPU = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile-type",
            paramLabel = "TYPE",
            defaultValue = CPU,
            description = "name:type:unit:period type:period unit; default ${DEFAULT-VALUE}")
    private String profileType = "";

    @Option(
            names = "--query",
            paramLabel = "SELECTOR",
            defaultValue = "{}",
            description = "e.g. '{service_name=\"checkout\"}'; default: everything")
    private String selector = "";

    @Parameters(
            paramLabel = "TYPE{SELECTOR}",
            arity = "0..1",
            defaultValue = "",
            description = "Both in one, instead of --profile-type and --query")
    private String both = "";

    ProfileType type() {
        int brace = both.indexOf('{');
        String inBoth = brace < 0 ? both : both.substring(0, brace);
        String id = inBoth.isEmpty() ? profileType : inBoth;
        return ProfileType.parse(id)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "expected a profile type such as " + CPU + ", found '" + id + "'"));
    }

    String selector() {
        int brace = both.indexOf('{');
        return brace < 0 ? selector : both.substring(brace);
    }

    /** How the type's values are written. */
    Quantity quantity() {
        return Quantity.ofUnit(type().sampleUnit());
    }

    void addTo(ObjectNode request) {
        request.put("profileTypeID", type().id()).put("labelSelector", selector());
    }
}
