package dev.flamestream.standalone.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether a port of this machine can be listened on: asked before anything is started, so that the answer is one line. */
final class PortCheck {
    private PortCheck() {}

    static void check(String option, int port) throws StartFailure {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: a connection of an earlier run that is still closing does not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException failure) {
            throw new StartFailure(
                    "port " + port + " is not free (" + failure.getMessage() + "); choose another with " + option,
                    failure);
        }
    }
}
