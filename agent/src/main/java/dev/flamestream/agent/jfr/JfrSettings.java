package dev.flamestream.agent.jfr;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.consumer.RecordingStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which events JFR records for us: the JDK's own {@code default} template or near it. */
final class JfrSettings {
    static final String CPU_EVENT = "jdk.ExecutionSample";
    static final String ALLOCATION_EVENT = "jdk.ObjectAllocationSample";
    static final String MONITOR_EVENT = "jdk.JavaMonitorEnter";
    static final String PARK_EVENT = "jdk.ThreadPark";

    /** The default template's. Java 17 looks at five running threads a period at most; beyond that CPU is told too low. */
    static final Duration CPU_PERIOD = Duration.ofMillis(20);

    /** The default template's; weights make up for what the throttle leaves out. */
    private static final String ALLOCATIONS = "150/s";

    /** The {@code profile} template's. Shorter waits cost more to record than they cost the program. */
    private static final Duration WAIT_THRESHOLD = Duration.ofMillis(10);

    /** What JFR may keep on disk; the stream reads within seconds what is written. */
    private static final long MAX_DISK_BYTES = 64L << 20;

    /** JFR's 64 cut the root off the stacks of Flink and of servers; 256 covers them. */
    private static final String STACK_DEPTH = "stackdepth=256";

    private static final Logger log = LoggerFactory.getLogger(JfrSettings.class);

    private JfrSettings() {}

    static void apply(RecordingStream stream) {
        stream.setOrdered(false); // Windows are sums: order costs memory and tells nothing.
        stream.setMaxSize(MAX_DISK_BYTES);
        stream.enable(CPU_EVENT).withPeriod(CPU_PERIOD).withStackTrace();
        stream.enable(ALLOCATION_EVENT).with("throttle", ALLOCATIONS).withStackTrace();
        stream.enable(MONITOR_EVENT).withThreshold(WAIT_THRESHOLD).withStackTrace();
        stream.enable(PARK_EVENT).withThreshold(WAIT_THRESHOLD).withStackTrace();
    }

    /** Only works before the first recording of the JVM; later ones keep the depth they have. */
    static void raiseStackDepth() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "jfrConfigure",
                            new Object[] {new String[] {STACK_DEPTH}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            log.atInfo()
                    .addKeyValue("error", e.toString())
                    .log("jfr stack depth stays as it is: deep stacks lose their root");
        }
    }
}
