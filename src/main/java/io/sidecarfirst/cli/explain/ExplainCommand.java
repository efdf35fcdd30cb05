package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.WorkloadKind;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.FileOptions;
import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.cli.common.ScreenOptions;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Terminal;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.explain.Explainer;
import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.explain.ExplanationJson;
import io.sidecarfirst.explain.ExplanationText;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.explain.hazard.Hazards;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.KubernetesVersion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code explain}: what is decided for the sidecars of a Pod, and what that means. */
@Command(
        name = "explain",
        description =
                "Says for each sidecar of a Pod, or of what makes Pods, what is decided and why, how long the main"
                        + " containers may wait, what happens when it never becomes ready, how to change it, and what"
                        + " may go wrong. For a Pod of a cluster also what was decided when it was created, and what it"
                        + " waits for; for what makes Pods, the same of those that it has now.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Of objects of a cluster it decides as the server there does: its settings are read from its ConfigMap,"
                    + " unless"
                    + " some are given here. For files give the same: save the ConfigMap's config.yaml, and name it"
                    + " with"
                    + " --config. Nothing is changed.",
            "",
            "Exit codes: 0 done; 2 wrong options; 3 some input could not be read, the rest was done; 5 no API server"
                    + " answers.",
            "",
            "Examples:",
            "  sidecar-first explain deployment.yaml",
            "  helm template my-chart | sidecar-first explain -",
            "  sidecar-first explain pod/web-7fdb9c8cbb-xsrw6 -n shop",
            "  sidecar-first explain deploy/web cj/report -n shop --output json",
            "  sidecar-first explain deploy,sts -n shop",
            "  sidecar-first explain pods -A -l team=web"
        })
public final class ExplainCommand implements Callable<Integer> {
    /** The forms of output. */
    enum Output {
        text,
        json,
        yaml,
        name
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|-|KIND/NAME|KIND",
            description = "A file of YAML or JSON, a directory of such files, - for standard input, an object of the"
                    + " cluster, such as pod/web or deploy/web, or all of a kind, such as deploy or deploy,sts.")
    private List<String> targets = List.of();

    @Mixin
    private FileOptions files = new FileOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text, json, yaml, or name: a line for each object, as kubectl takes it."
                    + " Default: ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            description =
                    "The Kubernetes version that files are for, such as 1.34.1: names its known faults. Default: for"
                            + " objects of a cluster, those of its API server and nodes.")
    private @Nullable String kubeVersion;

    @Mixin
    private ScreenOptions screen = new ScreenOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    /** Of objects that are not named: nobody reads more, and each takes a few requests. */
    static final int MOST = 100;

    /** An explanation, and the file or cluster that it is of. */
    private record Explained(Explanation explanation, String origin) {}

    private final List<Explained> done = new ArrayList<>();
    private int code = ExitCode.OK;
    private final Set<String> names = new LinkedHashSet<>();
    private int fromLists;
    private int notExplained;

    @Override
    public Integer call() throws InterruptedException {
        Explainer explainer = new Explainer(
                gateOptions.gate(),
                gateOptions.programs(),
                Hazards.IN_ORDER,
                new Releasing(OptIn.Answer.UNKNOWN, gateOptions.settings().releaseAfter()));
        KubernetesVersion version = version();
        Terminal terminal = screen.terminal();
        List<ExplainTarget> asked = selection.targets(targets, files.names());
        for (ExplainTarget target : asked) {
            if (target instanceof ExplainTarget.InFile file) {
                explainFile(explainer, file.name(), version);
            }
        }
        List<ExplainTarget> objects = asked.stream()
                .filter(target -> !(target instanceof ExplainTarget.InFile))
                .toList();
        if (!objects.isEmpty()) {
            explainObjects(objects, version);
        }
        print(terminal);
        return code;
    }

    private @Nullable KubernetesVersion version() {
        return kubeVersion == null
                ? null
                : KubernetesVersion.parse(kubeVersion)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(),
                                "--kube-version " + kubeVersion + " is no version; write it as 1.34.1"));
    }

    private void explainFile(Explainer explainer, String name, @Nullable KubernetesVersion version) {
        List<Input> inputs = List.of();
        try {
            inputs = files.inputs(name, spec);
            if (inputs.isEmpty()) {
                note(name + " has no files of YAML or JSON"
                        + (files.recursive() ? "" : "; what is in directories below is looked at with -R"));
            }
        } catch (NoSuchFileException e) {
            failed(name, Input.problem(e) + (e.getReason() == null ? ExplainTarget.hint() : ""));
        } catch (IOException e) {
            failed(name, Input.problem(e));
        }
        for (Input input : inputs) {
            try {
                boolean isEmpty = true;
                for (JsonNode document : Manifest.parse(input.read()).trees()) {
                    Workloads workloads = Workloads.in(document);
                    WorkloadTargets.of(workloads, document, ClusterVersions.all(version))
                            .forEach(target ->
                                    add(explainer.explain(target, Instant.now()), input.name(), target.namespace()));
                    workloads
                            .unedited()
                            .forEach(template -> note(input.name() + ": " + template.describe()
                                    + " was seen, and nothing is decided for it: " + template.reason()));
                    isEmpty &=
                            workloads.found().isEmpty() && workloads.unedited().isEmpty();
                }
                if (isEmpty) {
                    note(input.name() + " has no Pod and nothing that makes Pods");
                }
            } catch (IOException e) {
                failed(input.name(), Input.problem(e));
            } catch (ManifestException e) {
                failed(input.name(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void explainObjects(List<ExplainTarget> objects, @Nullable KubernetesVersion version)
            throws InterruptedException {
        try (ApiServer server = cluster.connect()) {
            ClusterExplanations explanations = ClusterExplanations.of(server, gateOptions, version, this::note);
            String namespace = selection.namespace(server);
            KindListing listing = selection.listing(server);
            for (ExplainTarget target : objects) {
                if (target instanceof ExplainTarget.InCluster named) {
                    explain(named.text(), server, () -> explanations.read(named, namespace));
                } else if (target instanceof ExplainTarget.OfKind all) {
                    explainKind(all.resource(), listing, explanations);
                }
            }
        } catch (CommandFailure e) {
            // Files may have been explained by now: they are printed all the same.
            note(e.line());
            code = e.code();
        } catch (ApiServerException e) {
            note(String.valueOf(e.getMessage()));
            code = ExitCode.UNAVAILABLE;
        }
    }

    private void explainKind(WorkloadKind kind, KindListing listing, ClusterExplanations explanations)
            throws InterruptedException {
        List<ObjectNode> some = new ArrayList<>();
        KindListing.Count read = listing.read(kind, object -> {
            if (output == Output.name) {
                names.add(listing.name(kind, object));
            } else if (fromLists < MOST) {
                fromLists++;
                some.add(object);
            }
        });
        for (ObjectNode object : some) {
            String name = listing.name(kind, object);
            explain(name, listing.server(), () -> explanations.of(kind, object, name));
        }
        if (read.problem() != null) {
            failed(kind.plural(), read.problem().line());
        } else if (read.objects() == 0) {
            note(listing.none(kind));
        }
        if (output != Output.name && read.objects() > some.size()) {
            int left = read.objects() - some.size();
            notExplained += left;
            note(kind.plural() + ": " + left + " of " + read.objects() + " are not explained, which ends at " + MOST
                    + " objects; choose fewer by -n, by -l or by their names; -o name tells all of them");
        }
    }

    /** An object that is to be explained. */
    private interface Explainable {
        Explanation explanation() throws InterruptedException;
    }

    private void explain(String name, ApiServer server, Explainable object) throws InterruptedException {
        try {
            add(object.explanation(), server.url(), null);
        } catch (CommandFailure e) {
            failed(name, e.line());
        }
    }

    /** @param namespace where the command line does not say it; null where it does, or where it is not known */
    private void add(Explanation explanation, String origin, @Nullable String namespace) {
        Target target = explanation.target();
        done.add(new Explained(explanation, origin));
        names.add(KindListing.name(target.kind(), target.name(), namespace));
    }

    private void print(Terminal terminal) {
        if (output == Output.text) {
            StandardOutput.printText(ExplanationText.join(done.stream()
                    .map(one ->
                            ExplanationText.of(one.explanation(), one.origin(), terminal.width(), terminal.colour()))
                    .toList()));
            return;
        }
        if (output == Output.name) {
            StandardOutput.printText(names.stream().map(name -> name + "\n").collect(Collectors.joining()));
            return;
        }
        ObjectNode tree =
                ExplanationJson.of(done.stream().map(Explained::explanation).toList());
        if (notExplained > 0) {
            tree.put("notExplained", notExplained);
        }
        StandardOutput.print((output == Output.json ? Format.JSON : Format.YAML).write(tree));
    }

    private void failed(String name, String problem) {
        note(name + ": " + problem);
        code = ExitCode.INPUT;
    }

    private void note(String line) {
        spec.commandLine().getErr().println("sidecar-first: " + line);
    }
}
