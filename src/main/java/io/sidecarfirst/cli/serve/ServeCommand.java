package io.sidecarfirst.cli.serve;

import io.sidecarfirst.certificates.InvalidCertificateException;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.Jar;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.cli.log.LogFormat;
import io.sidecarfirst.cli.log.Logging;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.server.HealthServer;
import io.sidecarfirst.server.Limits;
import io.sidecarfirst.server.ListenAddress;
import io.sidecarfirst.server.Metrics;
import io.sidecarfirst.server.Readiness;
import io.sidecarfirst.server.ReviewPaths;
import io.sidecarfirst.server.ServerException;
import io.sidecarfirst.server.WebhookServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code serve}: the HTTPS endpoint, until the process is told to stop. */
@Command(
        name = "serve",
        description = "Serves the admission webhook: POST /mutate over HTTPS (/mutate/probe and /mutate/container for a"
                + " mode of --gate each), and /healthz, /readyz and /metrics over HTTP"
                + " on a port of their own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Every option can also be an environment variable (SIDECAR_FIRST_PERIOD_SECONDS for --period-seconds) or a"
                    + " line of the file that --config names (period-seconds: 2). The command line wins over the"
                    + " environment, the environment over the file.",
            "",
            "Examples:",
            "  Try it on this machine, with a certificate made on the spot:",
            "    sidecar-first serve",
            "  As in a cluster:",
            "    sidecar-first serve --tls-cert-file /tls/tls.crt --tls-key-file /tls/tls.key",
            "  With a certificate that the replicas make themselves:",
            "    sidecar-first serve --tls-secret sidecar-first/sidecar-first-tls \\",
            "      --webhook-configuration zz-sidecar-first \\",
            "      --tls-server-name sidecar-first.sidecar-first.svc",
            "  Only for an API server that shows a certificate of this authority and name:",
            "    sidecar-first serve ... --client-ca /tls/client-ca.crt \\",
            "      --client-names kube-apiserver"
        })
public final class ServeCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ALL_ADDRESSES = "0.0.0.0";

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private TlsOptions tlsOptions = new TlsOptions();

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            description = "Address to listen on. Default: 0.0.0.0 with a certificate for others, 127.0.0.1 without.")
    private @Nullable String bindAddress;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Port of the webhook; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int httpsPort;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of /healthz, /readyz and /metrics, plain HTTP; 0 for any that is free."
                    + " Default: ${DEFAULT-VALUE}.")
    private int healthPort;

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    @Mixin
    private ReleasesOption releasesOption = new ReleasesOption();

    @Mixin
    private ObserverOptions observerOptions = new ObserverOptions();

    @Option(
            names = "--max-body-bytes",
            paramLabel = "N",
            defaultValue = "" + Limits.DEFAULT_BODY_BYTES,
            description = "Larger requests are answered with 413. Default: ${DEFAULT-VALUE}.")
    private int maxBodyBytes;

    @Option(
            names = "--read-timeout-seconds",
            paramLabel = "N",
            defaultValue = "" + Limits.DEFAULT_READ_TIMEOUT_SECONDS,
            description = "Requests that take longer to arrive are answered with 408. Default: ${DEFAULT-VALUE}.")
    private long readTimeoutSeconds;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "" + Limits.DEFAULT_IN_FLIGHT,
            description = "More requests at once are answered with 503 and Retry-After. Default: ${DEFAULT-VALUE}.")
    private int maxInFlight;

    @Option(
            names = "--shutdown-delay-seconds",
            paramLabel = "N",
            description = "After SIGTERM: how long to be not ready and still answer, while the cluster learns of it."
                    + " Default: 5 with a certificate for others, 0 without.")
    private @Nullable Long shutdownDelaySeconds;

    @Option(
            names = "--drain-timeout-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "After that: how long requests in flight may take to finish. Default: ${DEFAULT-VALUE}.")
    private long drainTimeoutSeconds;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description = "auto (text on a terminal, JSON elsewhere), text or json. Default: ${DEFAULT-VALUE}.")
    private LogFormat logFormat = LogFormat.auto;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "ERROR, WARN, INFO (a line for each Pod that was gated or warned of), DEBUG (a line for each"
                    + " Pod with sidecars), TRACE. Default: ${DEFAULT-VALUE}.")
    private Level logLevel = Level.INFO;

    private Set<String> unknownVariables = Set.of();

    @Override
    public Integer call() throws InterruptedException {
        Logging.set(logFormat, logLevel);
        AotCache.warnIfUnused();
        warnOfUnknownVariables();
        Limits limits = limits();
        observerOptions.check();
        Settings settings = gateOptions.settings();
        warnOfMissingImage(settings);
        ReleasesOption.Known released = releasesOption.open();
        Gate gate = gateOptions.gate(settings, released.gates());
        ReviewPaths paths = ReviewPaths.of(gate);
        boolean forOthers = tlsOptions.isForOthers();
        String address = Optional.ofNullable(bindAddress).orElse(forOthers ? ALL_ADDRESSES : LOOPBACK);
        Duration drain = seconds("drain-timeout-seconds", drainTimeoutSeconds);
        Duration delay = seconds(
                "shutdown-delay-seconds",
                Optional.ofNullable(shutdownDelaySeconds).orElse(forOthers ? 5L : 0L));
        ListenAddress healthEndpoint = endpoint("health-port", address, healthPort, drain);
        ListenAddress httpsEndpoint = endpoint("https-port", address, httpsPort, drain);
        Metrics metrics = new Metrics();
        Readiness readiness = new Readiness();
        metrics.build(Version.text());
        metrics.readiness(readiness);
        metrics.process();
        try {
            // Certificates first: what is wrong with them should be said before anything listens.
            TlsOptions.Tls tls = tlsOptions.open(
                    Optional.ofNullable(bindAddress).map(List::of).orElse(List.of()), metrics.certificates());
            metrics.certificate(() -> tls.keys().current().leaf());
            HealthServer health = HealthServer.start(healthEndpoint, metrics, readiness);
            WebhookServer webhook = WebhookServer.start(
                    httpsEndpoint, tls.context(), tls.clientCertificates(), limits, paths, metrics, readiness);
            List<AutoCloseable> parts = new ArrayList<>(List.of(webhook, health));
            parts.addAll(tls.readers());
            parts.addAll(released.parts());
            List<AutoCloseable> writers = new ArrayList<>(tls.writers());
            observerOptions
                    .observer(
                            tlsOptions.webhookConfiguration(),
                            settings,
                            releasesOption.name(),
                            gate,
                            metrics.registry())
                    .ifPresent(writers::add);
            new Shutdown(readiness, writers, delay, parts).onSignal();
            WarmUp.run(paths);
            tls.trusted().get();
            readiness.ready();
            announce(address, webhook.port(), health.port());
        } catch (ExecutionException e) {
            throw new IllegalStateException("trust in the certificate is awaited for as long as it takes", e);
        } catch (InvalidCertificateException | ServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /**
     * Has these warned of when the server starts.
     *
     * @param names variables that look like settings and are none: typing errors, most likely
     */
    public void setUnknownVariables(Set<String> names) {
        unknownVariables = Set.copyOf(names);
    }

    private void warnOfUnknownVariables() {
        unknownVariables.stream()
                .sorted()
                .forEach(name ->
                        log().warn("the environment variable {} is no setting and is ignored; see serve --help", name));
    }

    private static void warnOfMissingImage(Settings settings) {
        if (settings.mode() == GateMode.CONTAINER && settings.gateImage() == null) {
            log().warn("--gate container without --gate-image: every gate is a startupProbe");
        }
    }

    private Limits limits() {
        try {
            return new Limits(maxBodyBytes, seconds("read-timeout-seconds", readTimeoutSeconds), maxInFlight);
        } catch (IllegalArgumentException e) {
            throw outOfRange(String.valueOf(e.getMessage()));
        }
    }

    private ListenAddress endpoint(String name, String address, int port, Duration drain) {
        try {
            return new ListenAddress(address, port, drain);
        } catch (IllegalArgumentException e) {
            throw outOfRange(name + ": " + e.getMessage());
        }
    }

    private Duration seconds(String name, long seconds) {
        OutOfRange.refuse(spec, name, seconds, 0, 3600);
        return Duration.ofSeconds(seconds);
    }

    private ParameterException outOfRange(String line) {
        return OutOfRange.of(spec, line);
    }

    private void announce(String address, int port, int health) {
        String reachable = address.equals(ALL_ADDRESSES) ? LOOPBACK : address;
        String url =
                "https://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port + "/mutate";
        log().atInfo()
                .addKeyValue("version", Version.text())
                .addKeyValue("url", url)
                .addKeyValue("healthPort", health)
                .log("ready");
        if (logFormat.isText()) {
            spec.commandLine().getOut().println();
            spec.commandLine().getOut().println("Ready. Post an example review and see the decoded patch:");
            spec.commandLine().getOut().println("  java -jar " + Jar.path() + " post " + url);
            spec.commandLine().getOut().flush();
        }
    }

    /** Not kept in a field: the commands that write no log are not to pay for its start. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServeCommand.class);
    }
}
