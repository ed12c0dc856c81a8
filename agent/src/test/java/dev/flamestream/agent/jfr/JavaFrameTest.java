package dev.flamestream.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFrameTest {
    @ParameterizedTest
    @CsvSource({
        "a.B$$Lambda$14/0x00000008000c0a00, a.B$$Lambda",
        "a.B$$Lambda/0x00000008000c0a00, a.B$$Lambda",
        "a.B$$Lambda$14+0x00007f880ac267e8.938035817, a.B$$Lambda",
        "java.lang.invoke.LambdaForm$DMH/0x0000000800c0, java.lang.invoke.LambdaForm$DMH",
        "jdk.internal.reflect.GeneratedMethodAccessor12, jdk.internal.reflect.GeneratedMethodAccessor",
        "a.B$1, a.B$1",
        "a.Sha256, a.Sha256"
    })
    void namesNothingThatDiffersFromProcessToProcess(String type, String expected) {
        assertThat(JavaFrame.withoutNumbers(type)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "java.util.Map$Entry, java/util/Map.java",
        "a.B$$Lambda, a/B.java",
        "Main, Main.java",
        "a.$Proxy1, a/$Proxy1.java"
    })
    void findsTheFileOfTheOuterClass(String type, String file) {
        assertThat(JavaFrame.fileOf(type)).isEqualTo(file);
    }
}
