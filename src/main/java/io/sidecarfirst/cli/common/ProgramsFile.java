package io.sidecarfirst.cli.common;

import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;

/** A user's file of programs: that of {@code --programs}. */
final class ProgramsFile {
    private static final String REMEDY = "; correct it, or leave out --programs. Its form is that of programs.yaml:"
            + " schema: 1, programs: [{name, images, commands, listens, ...}]";

    private ProgramsFile() {}

    /** @throws ParameterException if it cannot be read or has another form; the message says what to do */
    static Programs read(Path file, CommandSpec command) {
        try {
            List<JsonNode> trees = Manifest.parse(Files.readAllBytes(file)).trees();
            if (trees.size() != 1) {
                throw wrong(command, file, "is not one YAML document");
            }
            return Programs.parse(trees.get(0));
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    command.commandLine(), "programs: " + file + ": there is no such file; check --programs");
        } catch (IOException e) {
            throw wrong(command, file, "cannot be read: " + e.getMessage());
        } catch (ManifestException | IllegalArgumentException e) {
            throw wrong(command, file, String.valueOf(e.getMessage()));
        }
    }

    private static ParameterException wrong(CommandSpec command, Path file, String what) {
        return new ParameterException(command.commandLine(), "programs: " + file + ": " + what + REMEDY);
    }
}
