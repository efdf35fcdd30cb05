package io.sidecarfirst.fuzz;

import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Seeds of what the repository has anyway: the goldens, the layouts, the known programs and dice. */
public final class Seeds {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path PROGRAMS = Path.of("src/main/resources/io/sidecarfirst/gate/program/programs.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Bytes for so many Pods. */
    private static final int PODS = 100;

    private static final int LONGEST = 600;

    private Seeds() {}

    /**
     * Writes them.
     *
     * @param args the folder to write to: each target gets a folder in it
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        for (Path file : files("layouts")) {
            write(folder, "inject", String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
        for (Path file : files("goldens")) {
            byte[] bytes = Files.readAllBytes(file);
            write(folder, "inject", String.valueOf(file.getFileName()), bytes);
            for (Workload workload : Manifest.parse(bytes).workloads()) {
                write(
                        folder,
                        "review",
                        String.valueOf(file.getFileName()),
                        JSON.writeValueAsBytes(review(workload.pod())));
            }
        }
        for (JsonNode program :
                Manifest.parse(Files.readAllBytes(PROGRAMS)).trees().get(0).path("programs")) {
            ObjectNode one = JSON.createObjectNode().put("schema", 1);
            one.putArray("programs").add(program);
            write(folder, "programs", program.path("name").stringValue(), JSON.writeValueAsBytes(one));
        }
        Random random = new Random(PODS);
        for (int i = 0; i < PODS; i++) {
            byte[] bytes = new byte[random.nextInt(LONGEST)];
            random.nextBytes(bytes);
            write(folder, "pod", "random-" + i, bytes);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static void write(Path folder, String target, String name, byte[] seed) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve(target));
        Files.write(seeds.resolve(name), seed);
    }

    /** The review of a Pod's creation, as far as the webhook reads it. */
    static ObjectNode review(JsonNode pod) {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.put("kind", "AdmissionReview").putObject("request");
        request.put("uid", "1").put("operation", "CREATE").put("namespace", "default");
        request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
        request.set("object", pod);
        return review;
    }
}
