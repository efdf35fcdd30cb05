package io.sidecarfirst.cli.version;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.cli.common.ClusterOptions;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.InstallationReader;
import io.sidecarfirst.cli.common.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code version}: of this program, and of what the cluster runs. */
@Command(
        name = "version",
        description = "Prints the version of this program, of the server in the cluster, and of Kubernetes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "The server's is the tag of the image in the chart's Deployment, as far as Deployments may be read.",
            "",
            "Exit codes: 0 done; 2 wrong options; 5 no API server answers.",
            "",
            "Examples:",
            "  sidecar-first version",
            "  sidecar-first version --client"
        })
public final class VersionCommand implements Callable<Integer> {
    /** The forms of output. */
    enum Output {
        text,
        json
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--client", description = "Only that of this program; no cluster is asked.")
    private boolean isClientOnly;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode found = JsonMapper.shared().createObjectNode();
        ObjectNode client = found.putObject("client");
        client.put("version", Version.text());
        Version.commit().ifPresent(commit -> client.put("commit", commit));
        client.put("java", Runtime.version().toString());
        try {
            if (!isClientOnly) {
                addCluster(found);
            }
            return ExitCode.OK;
        } finally {
            // What is known is said before what went wrong.
            print(spec.commandLine().getOut(), found);
        }
    }

    private void addCluster(ObjectNode found) throws InterruptedException {
        try (ApiServer server = cluster.connect()) {
            String kubernetes = server.get("version").body().path("gitVersion").asString("unknown");
            for (JsonNode deployment : InstallationReader.deployments(server)) {
                ServerVersion each = ServerVersion.of(deployment);
                found.withArray("servers")
                        .addObject()
                        .put("deployment", each.namespace() + "/" + each.name())
                        .put("image", each.image())
                        .put("differs", each.isOtherThan(Version.text()));
            }
            found.put("kubernetes", kubernetes);
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private void print(PrintWriter out, ObjectNode found) {
        if (output == Output.json) {
            out.println(found.toPrettyString());
        } else {
            out.println("client: " + found.at("/client/version").asString()
                    + (found.at("/client").has("commit")
                            ? ", commit " + found.at("/client/commit").asString()
                            : "")
                    + ", Java " + found.at("/client/java").asString());
            found.path("servers").forEach(server -> {
                out.println("server: " + server.path("image").asString() + ", deployment "
                        + server.path("deployment").asString());
                if (server.path("differs").asBoolean()) {
                    out.println("        another version than this program: explain decides as the program does, not as"
                            + " the server");
                }
            });
            if (found.has("kubernetes")) {
                if (!found.has("servers")) {
                    out.println("server: none that may be seen");
                }
                out.println("Kubernetes: " + found.path("kubernetes").asString());
            }
        }
        out.flush();
    }
}
