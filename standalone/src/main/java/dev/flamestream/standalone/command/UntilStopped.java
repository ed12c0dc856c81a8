package dev.flamestream.standalone.command;

import java.util.concurrent.CountDownLatch;

/** Lets a part run until the process is asked to end, and then closes it before the process is gone. */
final class UntilStopped {
    private UntilStopped() {}

    /** Returns when the part is closed; the process is on its way out then. */
    static void run(AutoCloseable part) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                part.close();
                            } catch (Exception failure) {
                                Logs.log(failure);
                            }
                            closed.countDown();
                        },
                        "flamestream-stop"));
        closed.await();
    }
}
