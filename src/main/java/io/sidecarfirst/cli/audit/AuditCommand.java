package io.sidecarfirst.cli.audit;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.audit.AuditVerdict;
import io.sidecarfirst.audit.Report;
import io.sidecarfirst.audit.ReportJson;
import io.sidecarfirst.audit.ReportNames;
import io.sidecarfirst.audit.ReportTable;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.FileOptions;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.NamespaceOption;
import io.sidecarfirst.cli.common.ScreenOptions;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Terminal;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.terminal.Durations;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: which sidecars of a cluster, or of files, are gated. */
@Command(
        name = "audit",
        description =
                "Lists the native sidecars of a cluster, or with -f of files, by workload: gated; waiting, for which"
                        + " the mains of a Pod wait now, with each such Pod, for how long and on what; skipped, and"
                        + " why; missed, which should have been gated and were not; not opted in, and what would"
                        + " happen if they were. The cluster is only read.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "What may not be read is left out, and named on standard error. It decides as the server there does: its"
                    + " settings are read from its ConfigMap, unless some are given here.",
            "",
            "Exit codes: 0 done; 1 --fail-on found something; 2 wrong options; 3 some input could not be read, a"
                    + " namespace is not there, of a cluster no Pods at all, or with --fail-on some rows are unknown or"
                    + " not seen; 5 no API server answers, or it refuses the credentials.",
            "",
            "Examples:",
            "  sidecar-first audit",
            "  sidecar-first audit --only waiting       (which Pods wait now, and on what?)",
            "  sidecar-first audit -n shop -n pay --output wide",
            "  sidecar-first audit -l team=web --fail-on missed",
            "  sidecar-first audit --only missed -o name | xargs -L1 kubectl rollout restart",
            "  helm template my-chart | sidecar-first audit -f -"
        })
public final class AuditCommand implements Callable<Integer> {
    /** The forms of output. */
    enum Output {
        table,
        wide,
        json,
        yaml,
        name
    }

    /** What is a failure. */
    enum FailOn {
        missed,
        ungated,
        waiting
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private FileOptions files = new FileOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only this namespace. May be given several times. Default: all that may be read.")
    private List<String> namespaces = List.of();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces that may be read: the default.")
    private boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Only Pods and workloads with these labels, as kubectl has it.")
    private @Nullable String selector;

    @Option(
            names = "--field-selector",
            paramLabel = "SELECTOR",
            description = "Such as spec.nodeName=worker-1: only Pods with these fields, and no workloads without Pods.")
    private @Nullable String fieldSelector;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            description = "Exit with 1 if there is a sidecar that is missed; or that is ungated: missed, not opted in,"
                    + " skipped for another reason than nothing-to-probe, opted-out, already-gated and"
                    + " mirror-pod, or unknown where it would be gated; or that is waiting: the mains of a Pod wait for"
                    + " it now.")
    private @Nullable FailOn failOn;

    @Option(
            names = "--only",
            paramLabel = "VERDICT",
            split = ",",
            description = "Only the rows with this verdict, or one of several: ${COMPLETION-CANDIDATES}. The sums on"
                    + " standard error, and --fail-on, are of all rows.")
    private Set<AuditVerdict> only = EnumSet.noneOf(AuditVerdict.class);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, wide, json, yaml, or name: a line for each workload, as kubectl takes it; with --only"
                    + " waiting, for each Pod that waits. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.table;

    @Mixin
    private ScreenOptions screen = new ScreenOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    @Override
    public Integer call() throws InterruptedException {
        Gate gate = gateOptions.gate();
        Terminal terminal = screen.terminal();
        refuseContradictions();
        if (files.names().isEmpty()) {
            return ofCluster(terminal);
        }
        AuditFiles read = AuditFiles.read(files.names(), name -> files.inputs(name, spec), this::note);
        if (read.isEmpty() && !read.isComplete()) {
            // What is wrong has been said; an empty table would say something else.
            return ExitCode.INPUT;
        }
        Report report = read.report(gate, gateOptions.programs(), Instant.now());
        print(report, terminal);
        return verdict(report, report.unseen().isEmpty(), read.isComplete());
    }

    private void refuseContradictions() {
        namespaces.forEach(NamespaceOption::checked);
        if (allNamespaces && !namespaces.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-A and -n exclude each other; choose one");
        }
        if (!files.names().isEmpty()
                && (selector != null || fieldSelector != null || !namespaces.isEmpty() || allNamespaces)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "-n, -A, -l and --field-selector are for the cluster; leave them out with -f");
        }
    }

    private int ofCluster(Terminal terminal) throws InterruptedException {
        try (ApiServer server = cluster.connect();
                Progress progress = new Progress(terminal.isTerminal())) {
            AuditCluster survey = new AuditCluster(server, namespaces, selector, fieldSelector, progress);
            Audit audit = survey.audit(gateOptions, this::note, Instant.now());
            progress.done();
            survey.absent().forEach(name -> note("there is no namespace " + name));
            if (!namespaces.isEmpty() && survey.absent().containsAll(namespaces)) {
                return ExitCode.INPUT;
            }
            if (isShown(AuditVerdict.WAITING)) {
                survey.explainWaiting(audit);
            }
            Report report = audit.report(survey.unseen());
            print(report, terminal);
            return verdict(
                    report,
                    survey.isAllSeen(),
                    survey.sawPods() && survey.absent().isEmpty());
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private boolean isShown(AuditVerdict verdict) {
        return only.isEmpty() || only.contains(verdict);
    }

    /**
     * The exit code.
     *
     * @param isAllSeen whether all that verdicts depend on could be read
     * @param complete whether all that was asked for was there
     */
    private int verdict(Report report, boolean isAllSeen, boolean complete) {
        if (failOn != null) {
            long found = switch (failOn) {
                case missed -> report.count(AuditVerdict.MISSED);
                case ungated -> report.ungated();
                case waiting -> report.count(AuditVerdict.WAITING);
            };
            if (found > 0) {
                note("--fail-on " + failOn + ": " + Durations.count(found, "row"));
                return ExitCode.CHECK_FAILED;
            }
            // Whether a Pod waits does not depend on who has opted in.
            if (failOn != FailOn.waiting && report.undecided() > 0) {
                note("--fail-on " + failOn + " cannot vouch: " + Durations.count(report.undecided(), "row")
                        + (report.undecided() == 1 ? " is" : " are") + " unknown");
                return ExitCode.INPUT;
            }
            if (!isAllSeen) {
                note("--fail-on " + failOn + " cannot vouch: not everything was seen");
                return ExitCode.INPUT;
            }
        }
        return complete ? ExitCode.OK : ExitCode.INPUT;
    }

    private void print(Report report, Terminal terminal) {
        Report shown = only.isEmpty() ? report : report.only(only);
        switch (output) {
            case table -> StandardOutput.printText(ReportTable.of(shown, false, terminal.width(), terminal.colour()));
            case wide -> StandardOutput.printText(ReportTable.of(shown, true, terminal.width(), terminal.colour()));
            case json -> StandardOutput.print(Format.JSON.write(ReportJson.of(shown)));
            case yaml -> StandardOutput.print(Format.YAML.write(ReportJson.of(shown)));
            // With one namespace given, whoever reads the names knows it.
            case name -> StandardOutput.printText(ReportNames.of(shown, namespaces.size() != 1));
        }
        ReportTable.notes(report).forEach(this::note);
    }

    private void note(String line) {
        spec.commandLine().getErr().println("sidecar-first: " + line);
    }
}
