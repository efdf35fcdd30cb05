package io.sidecarfirst.cli.common;

import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.diff.UnifiedDiff;
import io.sidecarfirst.manifest.yaml.DocumentEditor;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Files that a command edits: each is read and edited, then all are printed, compared or written. */
public final class EditedFiles {
    /** A file that was read, and what became of it. */
    private record Edited(Input input, String before, Manifest after) {
        boolean isChanged() {
            return !before.equals(after.text());
        }
    }

    private final EditOptions options;
    private final PrintWriter err;
    private final List<Edited> done = new ArrayList<>();
    private int code = ExitCode.OK;

    /** @param err for what a person should read */
    public EditedFiles(EditOptions options, PrintWriter err) {
        this.options = options;
        this.err = err;
    }

    /** Reads and edits all files; those that cannot be read are told, and left out. */
    public void edit(BiFunction<Input, Manifest, Manifest> editor) {
        inputs().forEach(input -> edit(input, editor));
    }

    private List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (String name : options.names()) {
            try {
                inputs.addAll(options.inputs(name));
            } catch (IOException e) {
                failed(name, Input.problem(e), ExitCode.INPUT);
            }
        }
        return inputs;
    }

    private void edit(Input input, BiFunction<Input, Manifest, Manifest> editor) {
        try {
            Manifest manifest = Manifest.parse(input.read());
            done.add(new Edited(input, manifest.text(), editor.apply(input, manifest)));
        } catch (IOException e) {
            failed(input.name(), Input.problem(e), ExitCode.INPUT);
        } catch (ManifestException e) {
            failed(input.name(), String.valueOf(e.getMessage()), ExitCode.INPUT);
        }
    }

    /** Says of which documents the form could not be kept. */
    public void tell(Input input, List<DocumentEditor.Notice> notices) {
        notices.forEach(notice -> say("sidecar-first: " + input.name() + ": " + notice.text()));
    }

    /** Prints, compares or writes them, as the options have it. */
    public void finish() {
        if (options.check()) {
            printDifferences();
        } else if (options.inPlace()) {
            write();
        } else {
            print(input -> true);
        }
    }

    /** Prints some of them as one stream. */
    public void print(Predicate<Input> which) {
        StandardOutput.print(
                joined(done.stream().filter(file -> which.test(file.input())).toList()));
    }

    private String joined(List<Edited> files) {
        Format format = options.format();
        if (format == Format.JSON) {
            StringBuilder all = new StringBuilder();
            files.forEach(file -> all.append(file.after().in(Format.JSON)));
            return all.toString();
        }
        Format.Stream stream = new Format.Stream();
        files.forEach(file -> stream.append(
                format == null ? file.after().text() : file.after().in(format)));
        return stream.text();
    }

    private void printDifferences() {
        StringBuilder all = new StringBuilder();
        for (Edited file : done) {
            if (file.isChanged()) {
                all.append(UnifiedDiff.of(
                        file.input().name(), file.before(), file.after().text()));
                raise(ExitCode.CHECK_FAILED);
            }
        }
        StandardOutput.print(all);
    }

    private void write() {
        for (Edited file : done) {
            Path path = file.input().file();
            if (file.isChanged() && path != null) {
                write(path, file.after().text());
            }
        }
    }

    private void write(Path file, String text) {
        try {
            FileRewriter.write(file, text);
        } catch (FileRewriter.CutOffException e) {
            failed(file.toString(), String.valueOf(e.getReason()), ExitCode.UNAVAILABLE);
        } catch (AccessDeniedException e) {
            failed(file.toString(), "no permission to write it; it is as it was", ExitCode.UNAVAILABLE);
        } catch (IOException e) {
            failed(file.toString(), "cannot be written, and is as it was: " + e.getMessage(), ExitCode.UNAVAILABLE);
        }
    }

    /**
     * Says that something is in none of them. A directory without manifests, or a wrong file, must not look as if all
     * was well.
     */
    public void sayThatThereIsNo(String what) {
        boolean isFlat =
                !options.recursive() && options.names().stream().anyMatch(name -> Files.isDirectory(Path.of(name)));
        say("sidecar-first: no " + what + " in " + Durations.count(done.size(), "file")
                + (isFlat ? "; what is in directories below is looked at with -R" : ""));
    }

    /** Says what is wrong with a file. */
    public void failed(String name, String problem, int problemCode) {
        say("sidecar-first: " + name + ": " + problem);
        raise(problemCode);
    }

    /** The worst counts: a denial most, a difference least. */
    public void raise(int other) {
        boolean worse = code == ExitCode.OK || code == ExitCode.CHECK_FAILED || other == ExitCode.DENIED;
        code = worse && other != ExitCode.OK ? other : code;
    }

    /** The exit code so far: one of {@link ExitCode}. */
    public int code() {
        return code;
    }

    /** Tells a person. */
    public void say(String line) {
        err.println(Printable.line(line));
    }
}
