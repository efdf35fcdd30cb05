package io.sidecarfirst.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Kubernetes, one for nearly all tests of a run: k3s, or what {@code SIDECAR_FIRST_K3S_IMAGE} names instead. */
public final class Cluster {
    private static final String DEFAULT_IMAGE = "rancher/k3s:v1.35.4-k3s1";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Optional<Cluster> shared = Optional.empty();

    private final K3sContainer container;
    private final KubernetesClient client;

    /** Tries nothing twice: otherwise a Pod that was refused would be created a moment later, and nobody would know. */
    private final KubernetesClient once;

    private Cluster(K3sContainer container, Config config) {
        this.container = container;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.once = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** Started by whoever asks first; it ends with the JVM. */
    public static synchronized Cluster shared() {
        if (shared.isEmpty()) {
            Cluster cluster = start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
            shared = Optional.of(cluster);
        }
        return shared.get();
    }

    /**
     * One of its own, for what an API server is told when it starts.
     *
     * @param files their contents by their paths on the node
     * @param apiServerArguments such as {@code feature-gates=A=true}
     */
    static Cluster start(Map<String, String> files, String... apiServerArguments) {
        String image = Optional.ofNullable(System.getenv("SIDECAR_FIRST_K3S_IMAGE"))
                .filter(name -> !name.isEmpty())
                .orElse(DEFAULT_IMAGE);
        @SuppressWarnings("resource") // closed by who started it
        K3sContainer container =
                new K3sContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"));
        container.setCommandParts(Stream.concat(
                        Stream.of(container.getCommandParts()),
                        Stream.of(apiServerArguments).map(argument -> "--kube-apiserver-arg=" + argument))
                .toArray(String[]::new));
        files.forEach((path, content) -> container.withCopyToContainer(Transferable.of(content), path));
        container.start();
        Config config = Config.fromKubeconfig(container.getKubeConfigYaml());
        Cluster cluster = new Cluster(container, config);
        System.out.printf(
                "cluster: %s, Kubernetes %s%n",
                image, cluster.client.getKubernetesVersion().getGitVersion());
        return cluster;
    }

    void stop() {
        container.stop();
    }

    /** Writes a file on the node at once, so that nobody reads half of it. */
    void write(String path, String content) {
        String aside = "/tmp/aside";
        container.copyFileToContainer(Transferable.of(content), aside);
        onNode("mv", aside, path);
    }

    /** The 34 of 1.34.2. */
    public int minorVersion() {
        return Integer.parseInt(client.getKubernetesVersion().getMinor().replaceAll("\\D.*", ""));
    }

    public KubernetesClient client() {
        return client;
    }

    /** For clients on this machine. */
    public String kubeConfig() {
        return container.getKubeConfigYaml();
    }

    /** Makes an image of this machine's Docker known to the node, under these names, too. */
    public void load(String image, String... names) {
        String archive = "/tmp/image.tar";
        try {
            Path file = Files.createTempFile("image", ".tar");
            try (InputStream saved =
                    DockerClientFactory.lazyClient().saveImageCmd(image).exec()) {
                Files.copy(saved, file, StandardCopyOption.REPLACE_EXISTING);
                container.copyFileToContainer(MountableFile.forHostPath(file), archive);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        onNode("ctr", "-n", "k8s.io", "images", "import", archive);
        for (String name : names) {
            onNode("ctr", "-n", "k8s.io", "images", "tag", "--force", full(image), full(name));
        }
        onNode("rm", archive);
    }

    /** As containerd knows a name without a registry. */
    private static String full(String image) {
        return "docker.io/library/" + image;
    }

    /** Runs a command on the node; it must succeed. */
    public void onNode(String... command) {
        try {
            Container.ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Where the cluster reaches this machine: the gateway of the container's network. */
    String hostAddress() {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> Optional.ofNullable(network.getGateway()).orElse(""))
                .filter(gateway -> !gateway.isEmpty())
                .findFirst()
                .orElse("172.17.0.1");
    }

    /** Makes a namespace in which Pods can be created at once. */
    public void namespace(String name, Map<String, String> labels) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.serviceAccounts()
                                .inNamespace(name)
                                .withName("default")
                                .get()
                        != null);
    }

    public void deleteNamespace(String name) {
        client.namespaces().withName(name).delete();
    }

    /** An API server's answer. */
    public record Answer(int code, JsonNode body, List<String> warnings) {
        public boolean created() {
            return code == 201;
        }
    }

    /** Creates a Pod as raw JSON, so that no typed model drops a field. */
    public Answer createPod(String namespace, JsonNode pod, boolean dryRun) {
        return create("api/v1/namespaces/" + namespace + "/pods", pod, dryRun);
    }

    /** Creates an object as raw JSON below that path. */
    Answer create(String path, JsonNode object, boolean dryRun) {
        return answer(once.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path + (dryRun ? "?dryRun=All" : ""))
                .post("application/json", JSON.writeValueAsString(object)));
    }

    /** As somebody else asks. */
    Cluster as(String token) {
        Config config = new ConfigBuilder(client.getConfiguration())
                .withClientCertData(null)
                .withClientKeyData(null)
                .withOauthToken(token)
                .build();
        return new Cluster(container, config);
    }

    /** Any request, such as {@code PATCH} with a merge patch; {@code GET} without a body. */
    Answer ask(String method, String path, String contentType, @Nullable String body) {
        return answer(client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .method(method, contentType, body));
    }

    /** Deletes the object of that path, if it is there. */
    Answer delete(String path) {
        return answer(once.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .delete("application/json", "{}"));
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = once.getHttpClient()
                    .sendAsync(request.timeout(60, TimeUnit.SECONDS).build(), String.class)
                    .get(90, TimeUnit.SECONDS);
            return new Answer(response.code(), JSON.readTree(response.body()), response.headers("Warning"));
        } catch (Exception e) {
            throw new AssertionError("the API server did not answer", e);
        }
    }
}
