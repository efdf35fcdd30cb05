package io.sidecarfirst.cli.post;

import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExampleReview;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Input;
import io.sidecarfirst.cli.common.Version;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.terminal.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code post}: asks a running webhook about a Pod, as an API server would. */
@Command(
        name = "post",
        description =
                "Posts an AdmissionReview for each Pod of a manifest to a webhook and prints the answer with its patch"
                        + " decoded. Nothing is created. Without -f it posts an example that comes with the program.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 allowed; 2 wrong options; 3 the manifest cannot be read; 4 denied; 5 no answer.",
            "",
            "Examples:",
            "  sidecar-first post",
            "  sidecar-first post https://127.0.0.1:8443/mutate -f deployment.yaml",
            "  sidecar-first post https://127.0.0.1:8443/mutate/container"
        })
public final class PostCommand implements Callable<Integer> {
    private static final String DEFAULT_URL = "https://127.0.0.1:8443/mutate";

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = DEFAULT_URL,
            description = "The webhook. Default: ${DEFAULT-VALUE}.")
    private String address = DEFAULT_URL;

    private URI url = URI.create(DEFAULT_URL);

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|-",
            description = "A file of YAML or JSON, or - for standard input. Default: an example.")
    private @Nullable String name;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file with the authority of the webhook's certificate. Default: on a loopback address any"
                    + " certificate is accepted, elsewhere those that Java trusts.")
    private @Nullable Path ca;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        url = url();
        PostClient client = PostClient.of(url, ca);
        int code = ExitCode.OK;
        for (ObjectNode pod : pods()) {
            HttpResponse<String> response = send(client, pod);
            if (response.statusCode() != 200) {
                throw new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        url + " answered " + response.statusCode() + ": "
                                + response.body().strip());
            }
            JsonNode answer = read(response.body());
            show(out, answer);
            code = answer.path("allowed").asBoolean(false) ? code : ExitCode.DENIED;
        }
        out.flush();
        return code;
    }

    private URI url() {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw PostClient.noUrl(address);
        }
    }

    private List<ObjectNode> pods() {
        if (name == null) {
            return List.of(ExampleReview.pod());
        }
        try {
            List<ObjectNode> pods = new ArrayList<>();
            for (Input input : Input.named(name, false)) {
                Manifest.parse(input.read()).workloads().stream()
                        .map(Workload::pod)
                        .forEach(pods::add);
            }
            if (pods.isEmpty()) {
                throw new CommandFailure(ExitCode.INPUT, name + ": there is no Pod and no workload in it");
            }
            return pods;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, name + ": " + Input.problem(e));
        } catch (ManifestException e) {
            throw new CommandFailure(ExitCode.INPUT, name + ": " + e.getMessage());
        }
    }

    private HttpResponse<String> send(PostClient client, ObjectNode pod) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ExampleReview.of(pod)))
                .build();
        try {
            return client.http().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    url + " gives no answer (" + PostClient.problem(e) + "); is sidecar-first serve running there?");
        }
    }

    private JsonNode read(String body) {
        JsonNode response;
        try {
            response = JsonMapper.shared().readTree(body).path("response");
        } catch (JacksonException e) {
            throw noReview();
        }
        if (!response.isObject()) {
            throw noReview();
        }
        return response;
    }

    private CommandFailure noReview() {
        return new CommandFailure(
                ExitCode.UNAVAILABLE, url + " did not answer with an AdmissionReview; is it the webhook's URL?");
    }

    private JsonNode patch(String encoded) {
        try {
            return JsonMapper.shared().readTree(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException | JacksonException e) {
            throw noReview();
        }
    }

    private void show(PrintWriter out, JsonNode answer) {
        out.println("allowed: " + answer.path("allowed").asBoolean(false));
        if (answer.path("status").path("message").isString()) {
            out.println(Printable.line(
                    "message: " + answer.path("status").path("message").stringValue()));
        }
        for (JsonNode warning : answer.path("warnings")) {
            out.println(Printable.line("warning: " + warning.asString()));
        }
        if (answer.path("patch").isString()) {
            JsonNode patch = patch(answer.path("patch").stringValue());
            out.println("patch:");
            out.println(Printable.lines(patch.toPrettyString()));
        } else {
            out.println("patch: none");
        }
    }
}
