package io.sidecarfirst.cli.release;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.NamespaceOption;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.cli.common.ServerSettings;
import io.sidecarfirst.cli.common.StandardOutput;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import io.sidecarfirst.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code release}: lists the gates that were given up, and forgets some of them. */
@Command(
        name = "release",
        description =
                "Lists the gates that did not open in this cluster and were given up, or forgets some: then the next"
                        + " Pod with such a sidecar is gated again. They are kept in a ConfigMap beside the server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "An edited sidecar is another one: it is gated again by itself, and nothing needs to be forgotten.",
            "",
            "Exit codes: 0 done; 2 wrong options; 3 there is no such ConfigMap or namespace, or nothing of a name to"
                    + " forget; 5 no API server answers, or it refuses.",
            "",
            "Examples:",
            "  sidecar-first release",
            "  sidecar-first release -n payments -o json",
            "  sidecar-first release --forget payments.0123456789abcdef",
            "  sidecar-first release --forget payments          (all of that namespace)"
        })
public final class ReleaseCommand implements Callable<Integer> {
    private static final List<String> HEADINGS = List.of("NAME", "WORKLOAD", "SIDECAR", "GATE", "AFTER", "ON");
    private static final int GAP = 3;

    /** The forms of output. */
    enum Output {
        text,
        json
    }

    /** What is to be done. */
    static final class What {
        @Option(names = "--list", required = true, description = "List them: the default.")
        private boolean list;

        @Option(
                names = "--forget",
                required = true,
                arity = "1..*",
                paramLabel = "NAME",
                description = "Forget those of these names, as they are listed; a namespace stands for all in it.")
        private List<String> forget = List.of();
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @ArgGroup(multiplicity = "0..1")
    private @Nullable What what;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "With --list: only those of this namespace. Default: all.")
    private @Nullable String namespace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "With --list: text or json. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Option(
            names = "--releases",
            paramLabel = "NAMESPACE/NAME",
            description = "The ConfigMap. Default: the one beside the server that the webhook configuration names.")
    private @Nullable String releases;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (namespace != null) {
            var unused = NamespaceOption.checked(namespace);
            if (what != null && !what.list) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "-n is for --list; to forget all of a namespace, --forget NAMESPACE");
            }
        }
        try (ApiServer server = cluster.connect()) {
            if (namespace != null && InstallationReader.isAbsent(server, namespace)) {
                throw new CommandFailure(ExitCode.INPUT, "there is no namespace " + namespace);
            }
            List<ReleaseStore> stores = stores(server);
            return what == null || what.list ? list(stores) : forget(stores, what.forget);
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private List<ReleaseStore> stores(ApiServer server) throws InterruptedException {
        if (releases != null) {
            ObjectName name = name(releases);
            return List.of(new ReleaseStore(server, name.namespace(), name.name()));
        }
        Installation installation = new InstallationReader(server).optIn().installation();
        List<String> served = ServerSettings.servedIn(server, installation);
        List<ReleaseStore> all = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        if (installation instanceof Installation.Unknown unknown) {
            refusals.add(unknown.why());
        }
        for (String namespace : served) {
            ReleaseStore.Found found = ReleaseStore.in(server, namespace);
            all.addAll(found.stores());
            if (found.refusal() != null) {
                refusals.add(found.refusal());
            }
        }
        if (all.isEmpty()) {
            throw refusals.isEmpty() ? nothingFound(served, installation) : refused(refusals);
        }
        return all;
    }

    private static CommandFailure refused(List<String> refusals) {
        return new CommandFailure(
                ExitCode.UNAVAILABLE,
                "where given up gates are kept could not be read: " + String.join("; ", refusals)
                        + "; name the ConfigMap by --releases NAMESPACE/NAME");
    }

    private static CommandFailure nothingFound(List<String> served, Installation installation) {
        String urls = installation
                .asWebhook()
                .map(webhook -> String.join(", ", webhook.urls()))
                .orElse("");
        return new CommandFailure(
                ExitCode.INPUT,
                served.isEmpty()
                        ? (urls.isEmpty()
                                        ? "no webhook configuration leads to a server of sidecar-first in this cluster"
                                        : "the webhook calls " + urls + ", and no Deployment of the chart that serves"
                                                + " it could be read in this cluster")
                                + "; name the ConfigMap of given up gates by --releases NAMESPACE/NAME"
                        : "there is no ConfigMap of given up gates in namespace " + String.join(", ", served)
                                + ": no gate is given up, as with the chart's observer.release=false; if there is one"
                                + " elsewhere, name it by --releases NAMESPACE/NAME");
    }

    private ObjectName name(String text) {
        try {
            return ObjectName.parse(text);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(spec, "releases: " + e.getMessage());
        }
    }

    private static Releases read(ReleaseStore store) throws InterruptedException {
        return store.read()
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.INPUT, "there is no " + store.describe() + "; check --releases"))
                .releases();
    }

    private int list(List<ReleaseStore> stores) throws InterruptedException {
        List<Release> all = new ArrayList<>();
        for (ReleaseStore store : stores) {
            read(store).all().stream()
                    .filter(release -> namespace == null || release.namespace().equals(namespace))
                    .forEach(all::add);
        }
        if (output == Output.json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ArrayNode items = root.putArray("releases");
            all.forEach(release -> items.add(json(release)));
            StandardOutput.print(Format.JSON.write(root));
        } else if (all.isEmpty()) {
            StandardOutput.printText(
                    "No gate was given up" + (namespace == null ? "" : " in namespace " + namespace) + ".\n");
        } else {
            List<List<Table.Cell>> rows = new ArrayList<>();
            rows.add(HEADINGS.stream().map(Table.Cell::of).toList());
            all.forEach(release -> rows.add(row(release)));
            StandardOutput.printText(String.join("\n", new Table(GAP, Set.of(), rows).lines(false)) + "\n");
        }
        return ExitCode.OK;
    }

    private static List<Table.Cell> row(Release release) {
        return Stream.of(
                        release.name(),
                        workload(release),
                        release.sidecar(),
                        release.source() + ", " + release.check(),
                        release.afterSeconds() + "s",
                        release.at().toString())
                .map(Table.Cell::of)
                .toList();
    }

    private static String workload(Release release) {
        return release.workload().isEmpty() ? "Pod " + release.pod() : release.workload();
    }

    private static ObjectNode json(Release release) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", release.name())
                .put("namespace", release.namespace())
                .put("fingerprint", release.fingerprint().value());
        json.setAll(release.json());
        return json;
    }

    private int forget(List<ReleaseStore> stores, List<String> names) throws InterruptedException {
        Set<String> missing = new LinkedHashSet<>(names);
        for (ReleaseStore store : stores) {
            List<Release> before = read(store).all();
            List<Release> named =
                    before.stream().filter(release -> isNamed(release, names)).toList();
            var unused = store.change(all -> all.without(release -> isNamed(release, names)));
            for (Release release : named) {
                missing.removeAll(Set.of(release.name(), release.namespace()));
                StandardOutput.printText("forgotten: " + release.name() + ", " + workload(release) + ", sidecar "
                        + release.sidecar() + "\n");
            }
        }
        missing.forEach(name -> spec.commandLine()
                .getErr()
                .println("sidecar-first: nothing of the name \"" + name + "\" is remembered; see release --list"));
        return missing.isEmpty() ? ExitCode.OK : ExitCode.INPUT;
    }

    private static boolean isNamed(Release release, List<String> names) {
        return names.contains(release.name()) || names.contains(release.namespace());
    }
}
