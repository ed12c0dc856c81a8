package dev.flamestream.engine.select.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.parse.ParsedSelector.Fault;
import dev.flamestream.engine.select.parse.ParsedSelector.Selector;
import dev.flamestream.schemas.record.ProfileType;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorParserTest {
    private static String parse(String text) {
        return SelectorParser.parse(text)
                .fold(selector -> selector.matchers().toString(), fault -> "fault: " + fault.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{} ~ []",
                "{a=\"b\",c!=\"d\"} ~ [a=\"b\", c!=\"d\"]",
                "{a=\"b\",} ~ [a=\"b\"]",
                "{ a = \"b\" , c !=\"d\" } ~ [a=\"b\", c!=\"d\"]",
                "{a='b',c=`d\\n`} ~ [a=\"b\", c=\"d\\\\n\"]",
                "{\"k8s.ns\"=\"x\"} ~ [k8s.ns=\"x\"]",
                "{'größe'=\"ü\"} ~ [größe=\"ü\"]",
                "process_cpu ~ [__name__=\"process_cpu\"]",
                "process_cpu{} ~ [__name__=\"process_cpu\"]",
                "a:b{c=\"d\"} ~ [__name__=\"a:b\", c=\"d\"]",
                "{\"process_cpu\",c=\"d\"} ~ [__name__=\"process_cpu\", c=\"d\"]",
                "{a=\"x,}y\"} ~ [a=\"x,}y\"]",
                "{a=\"\"} ~ [a=\"\"]",
            })
    void readsSelectors(String text, String matchers) {
        assertThat(parse(text)).isEqualTo(matchers);
    }

    @Test
    void readsPatterns() {
        assertThat(parse("{e=~\"f.*\",g!~\"h|i\"}")).isEqualTo("[e=~\"f.*\", g!~\"h|i\"]");
    }

    @Test
    void resolvesGoEscapes() {
        String text = "{a=\"\\\"\\\\\\n\\t\\x41\\101\\u00e9\\U0001F600\\xe2\\x82\\xac\\'\"}";

        assertThat(SelectorParser.parse(text))
                .isEqualTo(new Selector(
                        Optional.empty(),
                        java.util.List.of(LabelMatcher.equal("a", "\"\\\n\tAA\u00e9\uD83D\uDE00\u20ac'"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "^^ ~ position 0: expected '{', found the end",
                "{ ~ position 1: expected a label name or '}', found the end",
                "{,} ~ position 1: expected a label name or '}', found ',}'",
                "{a=\"b\",,} ~ position 7: expected a label name or '}', found ',}'",
                "{a} ~ position 2: expected '=', '!=', '=~' or '!~', found '}'",
                "{a=b} ~ position 3: expected a quoted string, found 'b}'",
                "{a=\"b} ~ position 3: expected a string that ends with \", found none",
                "{a=\"b\" c=\"d\"} ~ position 7: expected ',' or '}', found 'c=\"d\"}'",
                "{a=\"b\"} x ~ position 8: expected the end, found 'x'",
                "{a=\"b\",c=d} ~ position 9: expected a quoted string, found 'd}'",
                "{a=\"\\q\"} ~ position 4: expected a string with Go's escapes, found '\\q'",
                "{a=\"\\xff\"} ~ position 4: expected a string with Go's escapes, found bytes that are not UTF-8",
                "{a=\"\\ud800\"} ~ position 4: expected a string with Go's escapes, found '\\ud800'",
                "{\"\"=\"b\"} ~ position 3: expected a label name or '}', found '=\"b\"}'",
                "{1a=\"b\"} ~ position 1: expected a label name or '}', found '1a=\"b\"}'",
                "a-b{} ~ position 1: expected '{', found '-b{}'",
            })
    void saysWhereATextIsNoSelector(String text, String message) {
        assertThat(parse(text)).startsWith("fault: selector, " + message);
    }

    @Test
    void saysWhereAPatternIsNone() {
        assertThat(parse("{a=~\"(\"}"))
                .startsWith(
                        "fault: selector, position 4: expected an RE2 pattern, found error parsing regexp: missing closing )");
    }

    @Test
    void readsAProfileTypeInFront() {
        ProfileType type = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");

        assertThat(SelectorParser.parseWithProfileType("process_cpu:cpu:nanoseconds:cpu:nanoseconds{a=\"b\"}"))
                .isEqualTo(new Selector(Optional.of(type), java.util.List.of(LabelMatcher.equal("a", "b"))));
        assertThat(SelectorParser.parseWithProfileType(" process_cpu:cpu:nanoseconds:cpu:nanoseconds "))
                .isEqualTo(new Selector(Optional.of(type), java.util.List.of()));
    }

    @Test
    void demandsTheProfileType() {
        assertThat(SelectorParser.parseWithProfileType("{a=\"b\"}")).isInstanceOf(Fault.class);
        assertThat(SelectorParser.parseWithProfileType("process_cpu{}")).isInstanceOf(Fault.class);
        assertThat(SelectorParser.parseWithProfileType("a:b:c:d:e{")).isInstanceOf(Fault.class);
        assertThat(SelectorParser.parseWithProfileType("")).isInstanceOf(Fault.class);
    }

    @Test
    void boundsLengthAndNumberOfConditions() {
        String most = "{" + "a=\"b\",".repeat(SelectorParser.MAX_MATCHERS) + "}";
        String tooMany = "{" + "a=\"b\",".repeat(SelectorParser.MAX_MATCHERS + 1) + "}";

        assertThat(SelectorParser.parse(most)).isInstanceOf(Selector.class);
        assertThat(parse(tooMany)).contains("expected at most 200 conditions, found another");
        assertThat(parse("{" + " ".repeat(SelectorParser.MAX_LENGTH) + "}"))
                .contains("expected at most 131072 characters");
    }

    @Test
    void answersAnyText() {
        String alphabet = "{}=!~,\"'`\\ax0u:. \n\uD83D";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{a=\"" : "");
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(parse(text.toString())).as("seed %s: %s", seed, text).isNotEmpty();
        }
    }
}
