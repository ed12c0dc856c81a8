package dev.flamestream.standalone.command;

import dev.flamestream.engine.block.CorruptBlockException;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.footer.BlockInspector;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.LocalBlockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flamestream inspect}: what a block holds. */
@Command(name = "inspect", description = "Show what a block file holds.", mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A block, e.g. below data/blocks")
    private Path file = Path.of("");

    @Override
    public Integer call() throws CommandFailure {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(file + ": no such file");
        }
        try (BlockFile block = LocalBlockFile.open(file)) {
            spec.commandLine().getOut().print(BlockInspector.describe(BlockFooter.read(block)));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (CorruptBlockException failure) {
            throw new CommandFailure(failure);
        } catch (IOException failure) {
            throw new CommandFailure(file + ": not readable: " + failure.getMessage());
        }
    }
}
