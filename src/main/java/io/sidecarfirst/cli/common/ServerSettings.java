package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What decides for objects of a cluster: the settings of the server there, which are in a ConfigMap, unless the command
 * was given its own.
 *
 * @param gate what decides
 * @param programs those that are known
 * @param releasing whether gates are given up there, under these settings
 * @param origin where the server's settings were read, in words; null where those of the command count
 */
public record ServerSettings(
        Gate gate,
        Programs programs,
        Releasing releasing,
        @Nullable String origin) {
    private static final String LABELS = "labelSelector=app.kubernetes.io%2Fname%3Dsidecar-first";
    private static final String KEY = "config.yaml";

    /** The file that the setting {@code programs} names, as the chart has it. */
    private static final String PROGRAMS_KEY = "programs.yaml";

    /**
     * Reads them, as far as they may be read.
     *
     * @param note gets a line where they were read and cannot be used
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public static ServerSettings of(
            GateOptions options, ApiServer server, Installation installation, Consumer<String> note)
            throws InterruptedException {
        Map<String, List<JsonNode>> configurations = configurations(server, installation);
        Memory memory = memory(
                server,
                installation,
                configurations.keySet(),
                configurations.values().stream().anyMatch(found -> !found.isEmpty()),
                note);
        if (!options.areGiven()) {
            for (Map.Entry<String, List<JsonNode>> served : configurations.entrySet()) {
                for (JsonNode map : served.getValue()) {
                    String name = "ConfigMap "
                            + map.path("metadata").path("name").asString("") + " in namespace " + served.getKey();
                    try {
                        GateOptions read =
                                GateOptions.in(map.path("data").path(KEY).asString(""), name);
                        return of(read, map.path("data").path(PROGRAMS_KEY).asString(""), memory, name);
                    } catch (ConfigurationException e) {
                        note.accept(
                                "the server's settings cannot be used, those of this command count: " + e.getMessage());
                    }
                }
            }
        }
        return new ServerSettings(
                options.gate(options.settings(), memory.released()),
                options.programs(),
                new Releasing(memory.isOn(), options.settings().releaseAfter()),
                null);
    }

    /**
     * What the server there remembers.
     *
     * @param isOn whether gates are given up there, so that there is a memory
     */
    private record Memory(ReleasedGates released, OptIn.Answer isOn) {}

    /**
     * What the server there remembers, as far as it may be read.
     *
     * @param namespaces in which it runs
     * @param isChart whether it is the chart's, which has a ConfigMap for that if and only if gates are given up
     */
    private static Memory memory(
            ApiServer server, Installation installation, Set<String> namespaces, boolean isChart, Consumer<String> note)
            throws InterruptedException {
        List<Releases> all = new ArrayList<>();
        OptIn.Answer isOn =
                isChart || installation instanceof Installation.Policy ? OptIn.Answer.NO : OptIn.Answer.UNKNOWN;
        for (String namespace : namespaces) {
            ReleaseStore.Found found = ReleaseStore.in(server, namespace);
            if (found.refusal() != null && isOn == OptIn.Answer.NO) {
                isOn = OptIn.Answer.UNKNOWN;
            }
            for (ReleaseStore store : found.stores()) {
                isOn = OptIn.Answer.YES;
                try {
                    store.read().map(ReleaseStore.Stored::releases).ifPresent(all::add);
                } catch (ApiServerException e) {
                    note.accept("gates that were given up are not known here: " + e.getMessage());
                }
            }
        }
        return new Memory(
                (namespace, sidecar, asked) -> all.stream()
                        .flatMap(releases -> releases.find(namespace, sidecar, asked).stream())
                        .findFirst(),
                isOn);
    }

    private static ServerSettings of(GateOptions read, String programsFile, Memory memory, String name)
            throws ConfigurationException {
        Programs programs = read.programs();
        if (!programsFile.isEmpty()) {
            try {
                programs = programs.with(
                        Programs.parse(Manifest.parse(programsFile).trees().get(0))
                                .all());
            } catch (IllegalArgumentException | ManifestException e) {
                throw new ConfigurationException(name + ": " + PROGRAMS_KEY + ": " + e.getMessage());
            }
        }
        return new ServerSettings(
                GateOptions.gate(read.settings(), programs, memory.released()),
                programs,
                new Releasing(memory.isOn(), read.settings().releaseAfter()),
                name);
    }

    /**
     * The namespaces in which the server runs, as far as they are known: where the webhook configuration leads to, or,
     * where that may not be read, where ConfigMaps of the chart are. The ClusterRole view may read only these.
     *
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles">User-facing
     *     roles</a>
     */
    public static List<String> servedIn(ApiServer server, Installation installation) throws InterruptedException {
        return installation instanceof Installation.Unknown
                ? List.copyOf(configurations(server, installation).keySet())
                : installation.asWebhook().map(Installation.Webhook::servedIn).orElse(List.of());
    }

    /** The chart's ConfigMaps with settings, by the namespaces in which the server runs. */
    private static Map<String, List<JsonNode>> configurations(ApiServer server, Installation installation)
            throws InterruptedException {
        if (installation instanceof Installation.Unknown) {
            return configMaps(server, "api/v1/configmaps").stream()
                    .collect(Collectors.groupingBy(
                            map -> map.path("metadata").path("namespace").asString(""),
                            LinkedHashMap::new,
                            Collectors.toList()));
        }
        Map<String, List<JsonNode>> found = new LinkedHashMap<>();
        for (String namespace : servedIn(server, installation)) {
            found.put(
                    namespace, configMaps(server, "api/v1/namespaces/" + ApiServer.segment(namespace) + "/configmaps"));
        }
        return found;
    }

    private static List<JsonNode> configMaps(ApiServer server, String path) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        int code = server.list(path, LABELS, map -> {
                    if (map.path("data").has(KEY)) {
                        found.add(map);
                    }
                })
                .code();
        return code == HttpURLConnection.HTTP_OK ? found : List.of();
    }
}
