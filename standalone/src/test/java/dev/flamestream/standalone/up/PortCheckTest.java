package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortCheckTest {
    @Test
    void namesThePortAndTheOptionWhereSomebodyListensAndPassesOnceNobodyDoes() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            assertThatThrownBy(() -> PortCheck.check("--http-port", taken.getLocalPort()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("port " + port + " is not free (")
                    .hasMessageEndingWith("); choose another with --http-port");
        }

        assertThatCode(() -> PortCheck.check("--http-port", port)).doesNotThrowAnyException();
    }
}
