package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What decides for objects of a cluster: the settings of the server there, which are in a ConfigMap, unless the command
 * was given its own.
 *
 * @param gate what decides
 * @param programs those that are known
 * @param origin where the server's settings were read, in words; null where those of the command count
 */
public record ServerSettings(
        Gate gate, Programs programs, @Nullable String origin) {
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
        ReleasedGates released = released(server, installation, note);
        if (!options.areGiven()) {
            for (String namespace : servedIn(installation)) {
                for (JsonNode map : configMaps(server, namespace)) {
                    String name = "ConfigMap "
                            + map.path("metadata").path("name").asString("") + " in namespace " + namespace;
                    try {
                        GateOptions read =
                                GateOptions.in(map.path("data").path(KEY).asString(""), name);
                        return of(read, map.path("data").path(PROGRAMS_KEY).asString(""), released, name);
                    } catch (ConfigurationException e) {
                        note.accept(
                                "the server's settings cannot be used, those of this command count: " + e.getMessage());
                    }
                }
            }
        }
        return new ServerSettings(options.gate(released), options.programs(), null);
    }

    /** What the server there remembers, as far as it may be read. */
    private static ReleasedGates released(ApiServer server, Installation installation, Consumer<String> note)
            throws InterruptedException {
        List<Releases> all = new ArrayList<>();
        for (String namespace : servedIn(installation)) {
            for (ReleaseStore store : ReleaseStore.in(server, namespace)) {
                try {
                    store.read().map(ReleaseStore.Stored::releases).ifPresent(all::add);
                } catch (ApiServerException e) {
                    note.accept("gates that were given up are not known here: " + e.getMessage());
                }
            }
        }
        return (namespace, sidecar, asked) -> all.stream()
                .flatMap(releases -> releases.find(namespace, sidecar, asked).stream())
                .findFirst();
    }

    private static ServerSettings of(GateOptions read, String programsFile, ReleasedGates released, String name)
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
        return new ServerSettings(GateOptions.gate(read.settings(), programs, released), programs, name);
    }

    /** The namespaces in which the server runs. */
    public static List<String> servedIn(Installation installation) {
        if (installation instanceof Installation.Webhook webhook) {
            return webhook.servedIn();
        }
        return installation instanceof Installation.Both both ? both.webhook().servedIn() : List.of();
    }

    private static List<JsonNode> configMaps(ApiServer server, String namespace) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        int code = server.list("api/v1/namespaces/" + ApiServer.segment(namespace) + "/configmaps", LABELS, map -> {
                    if (map.path("data").has(KEY)) {
                        found.add(map);
                    }
                })
                .code();
        return code == HttpURLConnection.HTTP_OK ? found : List.of();
    }
}
