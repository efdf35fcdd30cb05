package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.Options;
import io.sidecarfirst.gate.options.PodOptions;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A check that a well-known program passes only when a main answers.
 *
 * <p>Reads {@code command}, {@code args}, {@code env}, {@code image}, and the handler's {@code path} or the URL that
 * its {@code exec} asks; what the program does is in {@code programs.yaml}, each with its source.
 */
final class WaitingProgram implements Veto {
    private final Programs programs;

    WaitingProgram(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        if (candidate.source() == SourceKind.PORT) {
            return Optional.empty();
        }
        Options options = PodOptions.of(context.pod()).of(context.sidecar());
        return programs.of(context.sidecar(), options)
                .filter(program -> waits(program, options)
                        && candidate.handlers().stream().anyMatch(handler -> isAsked(program, handler)))
                .map(program -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its check is passed by " + program.name()
                                + " only when a main answers, which starts only after it"));
    }

    private static boolean waits(Program program, Options options) {
        Program.MainWait wait = program.mainWait();
        return wait != null && (wait.when().isEmpty() || options.has(wait.when()));
    }

    private static boolean isAsked(Program program, Handler handler) {
        Program.MainWait wait = program.mainWait();
        return wait != null
                && (wait.paths().isEmpty()
                        || handler.path().filter(wait.paths()::contains).isPresent()
                        || wait.paths().stream().anyMatch(path -> isAsked(path, handler.command())));
    }

    /** By a command such as {@code wget -qO- http://localhost:3500/v1.0/healthz}; a longer path is another one. */
    private static boolean isAsked(String path, List<String> command) {
        Pattern end = Pattern.compile(Pattern.quote(path) + "(?![\\w/.-])");
        return command.stream().anyMatch(word -> end.matcher(word).find());
    }
}
