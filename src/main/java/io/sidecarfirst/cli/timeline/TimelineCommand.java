package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.NamespaceOption;
import io.sidecarfirst.cli.common.ScreenOptions;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Terminal;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.timeline.Observations;
import io.sidecarfirst.timeline.PodEvents;
import io.sidecarfirst.timeline.SvgPicture;
import io.sidecarfirst.timeline.TextChart;
import io.sidecarfirst.timeline.Timeline;
import io.sidecarfirst.timeline.TimelineJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code timeline}: when the containers of a Pod started, and what held them back. */
@Command(
        name = "timeline",
        description = "Shows when each container of a Pod was created, started, became started (its gate passed) and"
                + " ready, what held what back, and for how long. It reads the Pod and its Events; nothing is changed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "It takes the right to get Pods and to list Events in the namespace; without the latter it shows less.",
            "",
            "Exit codes: 0 shown; 1 with --watch, the Pod was gone before its main containers ran; 2 wrong options;"
                    + " 3 there is no such Pod or file; 5 the API server gives no answer or refuses, or a file cannot"
                    + " be written.",
            "",
            "Examples:",
            "  sidecar-first timeline pod/web-0 -n shop",
            "  sidecar-first timeline pod/web-0 -n shop --watch",
            "  sidecar-first timeline pod/web-0 -n shop --svg web.svg",
            "  kubectl get pod/web-0 -n shop -o yaml > pod.yaml",
            "  kubectl get events -n shop -o yaml > events.yaml",
            "  sidecar-first timeline -f pod.yaml -f events.yaml"
        })
public final class TimelineCommand implements Callable<Integer> {

    /** What is printed. */
    enum Output {
        text,
        json
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "[pod/NAME]",
            hideParamSyntax = true,
            description = "The Pod; also as pod NAME, or NAME alone.")
    private List<String> words = List.of();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|-",
            description = "Instead of a cluster: a Pod as kubectl get -o yaml or -o json prints it, or - for standard"
                    + " input. May be given again for its Events.")
    private List<String> files = List.of();

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every half second until all main containers run. What is seen then is known to"
                    + " better than the second that Kubernetes keeps.")
    private boolean watch;

    @Option(
            names = "--svg",
            paramLabel = "FILE|-",
            description = "Also write a picture; with - print it instead of the text.")
    private @Nullable String svg;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Default: ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Mixin
    private ScreenOptions screen = new ScreenOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (words.isEmpty() == files.isEmpty()) {
            throw misuse("give pod/NAME, or a file with -f; see kubectl get pods for the names");
        }
        if (!files.isEmpty()) {
            if (watch) {
                throw misuse("--watch needs a Pod in a cluster; a file does not change");
            }
            PodDump saved = PodDump.read(files);
            show(Timeline.of(saved.pod(), saved.events(), new Observations(), null));
            return ExitCode.OK;
        }
        TimelineTarget target = target();
        try (ApiServer server = cluster.connect()) {
            String where = namespace.of(server);
            if (target instanceof TimelineTarget.OfWorkload workload) {
                throw misuse(new PodsOfWorkload(server, where).hint(workload));
            }
            String name = ((TimelineTarget.OfPod) target).name();
            return watch ? watch(new Pods(server, where), name, where) : once(new Pods(server, where), name, where);
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private TimelineTarget target() {
        try {
            return TimelineTarget.parse(words);
        } catch (IllegalArgumentException e) {
            throw misuse(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException misuse(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private int once(Pods pods, String name, String where) throws InterruptedException {
        Instant asked = Instant.now();
        Pods.Answer.Found found = WatchedPod.first(pods, name, where);
        Instant answered = Instant.now();
        Observations observations = new Observations();
        observations.add(asked, answered, found.date(), found.object());
        show(Timeline.of(found.object(), events(pods, found.object()), observations, answered));
        return ExitCode.OK;
    }

    private int watch(Pods pods, String name, String where) throws InterruptedException {
        boolean isQuiet = output == Output.json || "-".equals(svg);
        WatchedPod watched = new WatchedPod(pods, name, where, Clock.systemUTC());
        WatchedPod.Result end;
        try (WatchView view = isQuiet ? WatchView.silent() : WatchView.on(screen::terminal)) {
            end = watched.untilStarted((seen, observations, at) ->
                    view.show(seen, () -> Timeline.of(seen, events(pods, seen), observations, at)));
            view.end();
        }
        show(Timeline.of(end.pod(), events(pods, end.pod()), end.observations(), end.at()));
        if (end.gone() != null) {
            throw new CommandFailure(ExitCode.CHECK_FAILED, end.gone());
        }
        return ExitCode.OK;
    }

    static PodEvents events(Pods pods, JsonNode pod) {
        try {
            Pods.EventList list = pods.events(pod);
            return list.items().isEmpty() && list.problem() != null
                    ? PodEvents.missing("they may not be read (" + list.problem() + ")")
                    : PodEvents.of(list.items());
        } catch (ApiServerException e) {
            return PodEvents.missing("they could not be read (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PodEvents.missing("reading them was interrupted");
        }
    }

    private void show(Timeline timeline) {
        if ("-".equals(svg)) {
            StandardOutput.print(SvgPicture.of(timeline));
            return;
        }
        if (output == Output.json) {
            StandardOutput.print(TimelineJson.of(timeline).toPrettyString() + "\n");
        } else {
            StandardOutput.printText(
                    String.join("\n", TextChart.lines(timeline, capabilities(screen.terminal()))) + "\n");
        }
        if (svg != null) {
            write(svg, SvgPicture.of(timeline));
        }
    }

    private static void write(String file, String picture) {
        try {
            Files.writeString(Path.of(file), picture);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    file + ": the picture cannot be written; does the folder exist? (" + e.getMessage() + ")");
        }
    }

    static TextChart.Capabilities capabilities(Terminal terminal) {
        return new TextChart.Capabilities(terminal.width(), terminal.colour(), terminal.unicode());
    }
}
