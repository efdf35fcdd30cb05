package io.sidecarfirst.training;

import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reviews of all Pods of a folder of manifests, over HTTPS as an API server sends them: every source, every veto,
 * warnings, the status, in both modes of the gate. Each round is a connection of its own, so that handshakes are learnt
 * too; there are so many that the JVM records profiles, by which it compiles early in the next run.
 */
final class ReviewTask implements TrainingTask {
    private static final int ROUNDS = 60;

    private final Path manifests;

    ReviewTask(Path manifests) {
        this.manifests = manifests;
    }

    @Override
    public List<String> options() {
        return List.of("--gate-image", "example.com/sidecar-first-gate:1");
    }

    @Override
    public void run(RunningServer serve) throws IOException, InterruptedException {
        List<byte[]> reviews = reviews();
        int gated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String path = round % 4 == 1 ? "/mutate/container" : "/mutate";
            try (HttpClient http = TrustingClient.create(round % 4 == 0 ? "TLSv1.2" : "TLSv1.3")) {
                for (byte[] review : reviews) {
                    HttpRequest request = HttpRequest.newBuilder(serve.mutate(path))
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, */*")
                            .header("Accept-Encoding", "gzip")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(review))
                            .build();
                    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() != 200 || !response.body().contains("\"allowed\":true")) {
                        throw new IllegalStateException(response.statusCode() + ": " + response.body());
                    }
                    gated += response.body().contains("\"patch\"") ? 1 : 0;
                }
            }
        }
        if (gated == 0) {
            throw new IllegalStateException("no Pod of " + manifests + " was gated");
        }
        System.out.printf("training: %d reviews in %d rounds, %d with a patch%n", reviews.size(), ROUNDS, gated);
    }

    private List<byte[]> reviews() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(manifests)) {
            files = listed.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
        List<byte[]> reviews = new ArrayList<>();
        for (Path file : files) {
            for (Workload workload : Manifest.parse(Files.readAllBytes(file)).workloads()) {
                reviews.add(review(workload.pod()));
            }
        }
        return reviews;
    }

    private static byte[] review(ObjectNode pod) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.putObject("request");
        request.put("uid", UUID.randomUUID().toString());
        request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
        request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
        request.put("namespace", "training").put("operation", "CREATE").put("dryRun", false);
        request.set("object", pod);
        request.putNull("oldObject");
        return JsonMapper.shared().writeValueAsBytes(review);
    }
}
