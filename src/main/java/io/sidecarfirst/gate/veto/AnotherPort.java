package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.Options;
import io.sidecarfirst.gate.options.PodOptions;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.Optional;

/**
 * A declared port that the sidecar's own options contradict: they tell it to listen on another one, or on none.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and the ports of its own probes; only for the source {@code
 * port}, and not where an annotation names it. {@code containerPort} is informational and often the default of a
 * template, whatever port the program is told. One that stands anywhere in what the sidecar is told may be of a second
 * listener; one that a probe of its own asks is known to open.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports">ContainerPort</a>
 */
final class AnotherPort implements Veto {
    private final Programs programs;

    AnotherPort(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        // A port that an annotation names is no guess.
        if (candidate.source() != SourceKind.PORT || context.overrides().port() != null) {
            return Optional.empty();
        }
        Container sidecar = context.sidecar();
        return candidate.first(handler -> sidecar.probedPort(handler)
                .filter(number -> sidecar.ownProbedPorts().noneMatch(number::equals))
                .flatMap(number -> objection(context, number)));
    }

    private Optional<Objection> objection(SidecarContext context, int number) {
        PodOptions told = PodOptions.of(context.pod());
        Container sidecar = context.sidecar();
        if (told.onlyDatagrams(sidecar, number)) {
            return Optional.of(Objection.evidence(
                    Reason.ANOTHER_PORT, "its command line opens port " + number + " for UDP, and the probe is TCP"));
        }
        if (told.isNamed(sidecar, number)) {
            return Optional.empty();
        }
        Options options = told.of(sidecar);
        Optional<Program> program = programs.of(sidecar, options, number);
        Optional<Options.Option> moved = program.flatMap(known -> known.moved(number, options));
        if (moved.isPresent()) {
            return Optional.of(Objection.evidence(
                    Reason.ANOTHER_PORT,
                    "its " + moved.get().describe() + " moves what it has on port " + number
                            + " by default, and nothing names that port"));
        }
        return told.anotherPort(sidecar, number)
                .filter(port -> program.filter(known -> known.hasOwnRule(number, options)
                                // gunicorn -b 127.0.0.1:8000 & exec nginx
                                || (options.isLastUntold() && known.hasPort(number, options)))
                        .isEmpty())
                .map(port -> Objection.evidence(
                        Reason.ANOTHER_PORT,
                        port.number() == 0
                                ? "its " + port.origin()
                                        + " tells it to open no port, and nothing names its declared port " + number
                                : "its " + port.origin() + " tells it to listen on port " + port.number()
                                        + ", and nothing names its declared port " + number));
    }
}
