package dev.flamestream.standalone.flink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine that the pieces of one process use among themselves. */
public record LoopbackPorts(int rest, int stateProxy, int stateServer, int kafkaController) {
    /** The one address they are bound to. */
    public static final String HOST = "127.0.0.1";

    /**
     * Four ports that were free a moment ago. Flink publishes none of the ports it takes for its state, so they are chosen
     * before it starts; all four are held open together, so that no two are the same.
     */
    public static LoopbackPorts choose() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
            return new LoopbackPorts(
                    held.get(0).getLocalPort(),
                    held.get(1).getLocalPort(),
                    held.get(2).getLocalPort(),
                    held.get(3).getLocalPort());
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
