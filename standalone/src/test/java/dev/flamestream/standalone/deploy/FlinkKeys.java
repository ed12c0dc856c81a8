package dev.flamestream.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** The settings that Flink and its S3 file system know, and whether values can be read as what they are for. */
final class FlinkKeys {
    /** By name: Flink marks the class as deprecated without a successor, and the file system is there at run time only. */
    private static final List<String> MORE = List.of(
            "org.apache.flink.configuration.QueryableStateOptions",
            "org.apache.flink.fs.s3native.NativeS3FileSystemFactory");

    private FlinkKeys() {}

    /** Fails where a key is unknown, or its value is none of its type. */
    static void assertKnown(Map<String, String> properties) {
        Configuration configuration = Configuration.fromMap(properties);
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        // Of the reporter that the key names.
        unknown.removeIf(key -> key.matches("metrics\\.reporter\\.prometheus\\.(factory\\.class|port)"));
        for (Class<?> options : classes()) {
            for (Field field : options.getFields()) {
                if (field.getType() == ConfigOption.class) {
                    ConfigOption<?> option = option(field);
                    if (unknown.remove(option.key())) {
                        assertThat(configuration.getOptional(option))
                                .as(option.key())
                                .isPresent();
                    }
                }
            }
        }
        assertThat(unknown).as("keys that Flink does not know").isEmpty();
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new java.util.ArrayList<>(List.of(
                CheckpointingOptions.class,
                CoreOptions.class,
                HeartbeatManagerOptions.class,
                HighAvailabilityOptions.class,
                JobManagerOptions.class,
                MetricOptions.class,
                RestOptions.class,
                StateBackendOptions.class,
                TaskManagerOptions.class));
        for (String name : MORE) {
            try {
                classes.add(Class.forName(name));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(name, e);
            }
        }
        return classes;
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }
}
