package dev.flamestream.standalone.flink;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * The files a checkpoint of the local disk consists of, besides its metadata, and their sizes as they were written.
 *
 * <p>Read from the metadata alone. Flink keeps small state inside the metadata; that is no file.
 */
final class CheckpointContents {
    /** The file that makes a checkpoint complete: Flink renames it into place last. */
    static final String METADATA = "_metadata";

    private final Map<Path, Long> sizes = new HashMap<>();

    private CheckpointContents() {}

    /** Reads the metadata of a checkpoint's folder; an exception where it is missing or not readable. */
    static CheckpointContents read(Path checkpoint) throws IOException {
        CheckpointContents contents = new CheckpointContents();
        CheckpointMetadata metadata;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(checkpoint.resolve(METADATA)))) {
            metadata = Checkpoints.loadCheckpointMetadata(
                    in,
                    CheckpointContents.class.getClassLoader(),
                    checkpoint.toUri().toString());
        } catch (RuntimeException failure) {
            // Flink's reader believes what it reads: a damaged length is an index out of bounds, or worse.
            throw new IOException("not readable: " + failure, failure);
        }
        for (OperatorState operator : metadata.getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                contents.addSubtask(subtask);
            }
        }
        return contents;
    }

    /** Size by file. */
    Map<Path, Long> sizes() {
        return Map.copyOf(sizes);
    }

    /** What is wrong with the files on the disk; empty where all are there and as long as they were. */
    String damage() throws IOException {
        for (Map.Entry<Path, Long> file : sizes.entrySet()) {
            if (!Files.exists(file.getKey())) {
                return file.getKey() + " is missing";
            }
            long found = Files.size(file.getKey());
            if (found < file.getValue()) {
                return file.getKey() + ": expected " + file.getValue() + " bytes, found " + found;
            }
        }
        return "";
    }

    private void addSubtask(OperatorSubtaskState subtask) {
        subtask.getManagedKeyedState().forEach(this::addKeyed);
        subtask.getRawKeyedState().forEach(this::addKeyed);
        subtask.getManagedOperatorState().forEach(this::addOperator);
        subtask.getRawOperatorState().forEach(this::addOperator);
    }

    private void addKeyed(KeyedStateHandle handle) {
        if (handle instanceof IncrementalRemoteKeyedStateHandle incremental) {
            incremental.getSharedState().forEach(file -> addStream(file.getHandle()));
            incremental.getPrivateState().forEach(file -> addStream(file.getHandle()));
            addStream(incremental.getMetaDataStateHandle());
        } else if (handle instanceof KeyGroupsStateHandle groups) {
            addStream(groups.getDelegateStateHandle());
        }
    }

    private void addOperator(OperatorStateHandle handle) {
        addStream(handle.getDelegateStateHandle());
    }

    private void addStream(StreamStateHandle handle) {
        if (handle instanceof FileStateHandle file) {
            sizes.merge(Path.of(file.getFilePath().getPath()), file.getStateSize(), Math::max);
        }
    }
}
