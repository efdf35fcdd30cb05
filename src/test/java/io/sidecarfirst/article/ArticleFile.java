package io.sidecarfirst.article;

import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The manifests in {@code src/test/resources/article}, which {@code kubectl apply} takes as they are. */
final class ArticleFile {
    private ArticleFile() {}

    /** The file's text. */
    static String text(String name) {
        try (InputStream stream = ArticleFile.class.getResourceAsStream("/article/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Pod in the file. */
    static ObjectNode pod(String name) {
        return Manifest.parse(text(name)).workloads().get(0).pod();
    }

    /** The same, with another name. */
    static ObjectNode pod(String file, String name) {
        ObjectNode pod = pod(file);
        pod.withObject("/metadata").put("name", name);
        return pod;
    }
}
