package io.sidecarfirst.cli.check;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExampleReview;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.NamespaceOption;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.cli.common.VersionsReader;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.installation.UnansweredWebhook;
import io.sidecarfirst.observed.KnownFault;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code check}: whether a cluster gates the Pods of a namespace, asked of the cluster itself. */
@Command(
        name = "check",
        description = "Has an example Pod with a sidecar created in a namespace, with dry run, and says whether it was"
                + " gated. Nothing is left behind.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "It takes the right to create Pods in the namespace. Where it may read webhook configurations and admission"
                    + " policies, it says why a namespace is not gated; of a gated one it names known faults of"
                    + " Kubernetes, by the"
                    + " versions of the API server and of the nodes, as far as they may be read.",
            "",
            "Exit codes: 0 gated; 1 not gated; 2 wrong options; 3 there is no such namespace; 5 no API server answers,"
                    + " it refuses the credentials, or the namespace takes no Pod.",
            "",
            "Examples:",
            "  sidecar-first check -n shop",
            "  sidecar-first check -n shop --wait-seconds 60"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 500;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private NamespaceOption option = new NamespaceOption();

    @Option(
            names = "--wait-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to try: API servers learn of a new label or webhook a moment later."
                    + " Default: ${DEFAULT-VALUE}.")
    private int waitSeconds;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        OutOfRange.refuse(spec, "wait-seconds", waitSeconds, 0, 3600);
        ObjectNode pod = ExampleReview.restrictedPod();
        long end = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        try (ApiServer server = cluster.connect()) {
            String namespace = option.of(server);
            InstallationReader installation = new InstallationReader(server);
            ApiServer.Answer answer = answer(server, installation, namespace, pod);
            while (!isGated(answer) && System.nanoTime() < end) {
                Thread.sleep(POLL_MILLIS);
                answer = answer(server, installation, namespace, pod);
            }
            if (!isGated(answer)) {
                throw new CommandFailure(
                        ExitCode.CHECK_FAILED,
                        NotGated.because(namespace, installation.coverage(namespace, pod.path("metadata"))));
            }
            Pod gated = Pod.of(answer.body());
            spec.commandLine()
                    .getOut()
                    .println("namespace " + namespace + " is gated: "
                            + gate(gated).orElseThrow());
            installation
                    .labels(namespace)
                    .flatMap(labels -> GateLabel.withoutEffect(
                            labels, GateContainer.in(gated).isPresent() ? GateMode.CONTAINER : GateMode.PROBE))
                    .ifPresent(line -> spec.commandLine().getOut().println(line));
            KnownFault.all(new VersionsReader(server).all())
                    .forEach(fault -> spec.commandLine().getOut().println("known fault: " + fault));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static ApiServer.Answer answer(
            ApiServer server, InstallationReader installation, String namespace, ObjectNode pod)
            throws InterruptedException {
        ApiServer.Answer answer = server.dryRun(namespace, pod);
        if (answer.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new CommandFailure(ExitCode.INPUT, "there is no namespace " + namespace);
        }
        if (answer.code() >= 300) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "namespace " + namespace + " takes no Pod from here: " + answer.message() + right(answer)
                            + UnansweredWebhook.remedy(
                                            answer.message(),
                                            installation.optIn().installation())
                                    .map(remedy -> ". " + remedy)
                                    .orElse(""));
        }
        return answer;
    }

    /** Quotas and policies also answer 403; only RBAC says "cannot create resource". */
    private static String right(ApiServer.Answer answer) {
        return answer.message().contains("cannot create resource")
                ? "; check takes the right to create pods there, audit and explain only read"
                : "";
    }

    private static boolean isGated(ApiServer.Answer answer) {
        return gate(Pod.of(answer.body())).isPresent();
    }

    /** What holds the example's mains back, as a part of a sentence; empty for nothing. */
    private static Optional<String> gate(Pod pod) {
        JsonNode probe = pod.root().at("/spec/initContainers/0/startupProbe");
        return probe.isObject()
                ? Optional.of(describe(new Probe(probe)))
                : GateContainer.in(pod)
                        .filter(container -> !container.checks().isEmpty())
                        .map(container -> describe(container, pod));
    }

    private static String describe(Probe probe) {
        return "the example's sidecar got the startupProbe " + describe(probe.handlers().stream()) + ", every "
                + probe.periodSeconds() + " s, up to " + probe.failureThreshold() + " times";
    }

    private static String describe(GateContainer container, Pod pod) {
        return "the example got the init container " + GateContainer.NAME + ", which asks its sidecar by "
                + describe(container.checks().stream().flatMap(check -> check.handler().stream()))
                + ". Every node has to be able to pull its image: "
                + pod.root()
                        .at("/spec/initContainers/" + container.index() + "/image")
                        .asString("");
    }

    private static String describe(Stream<Handler> handlers) {
        return handlers.map(Handler::describe).collect(Collectors.joining(", "));
    }
}
