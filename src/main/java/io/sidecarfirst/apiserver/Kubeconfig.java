package io.sidecarfirst.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A kubeconfig, of one file or of several: looked through for mistakes that the client passes over, or tells in words
 * about itself.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
final class Kubeconfig {
    private static final String LISTS = "clusters, contexts, users";
    private static final Set<String> HTTP = Set.of("http", "https");
    private static final Set<String> PROXIES = Set.of("http", "https", "socks5");
    private static final String CERTIFICATE = "CERTIFICATE-----";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";

    private final List<Part> parts;

    /** One of its files. */
    private record Part(Path file, JsonNode root) {}

    /**
     * Something in it that has a name.
     *
     * @param file to whose folder paths in it are relative
     * @param what the kind of thing and its name
     */
    private record Entry(Path file, String what, JsonNode body) {
        String text(String field) {
            return body.path(field).asString("");
        }

        ApiServerException wrong(String problem) {
            return new ApiServerException(file + ": " + what + " " + problem + "; check the kubeconfig");
        }

        Path path(String field) {
            try {
                return file.toAbsolutePath().resolveSibling(text(field));
            } catch (InvalidPathException e) {
                throw wrong("has a " + field + " that can be no file: " + text(field));
            }
        }
    }

    private Kubeconfig(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * The one that is used here; empty where there is none.
     *
     * @param given instead of the usual one
     * @throws ApiServerException if it cannot be read
     */
    static Optional<Kubeconfig> find(@Nullable Path given) {
        Stream<Path> files = given == null
                ? Config.getKubeconfigFilenames().stream()
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                : Stream.of(given);
        List<Part> parts = files.map(file -> new Part(file, read(file))).toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig(parts));
    }

    private static JsonNode read(Path file) {
        JsonNode root;
        try {
            root = Serialization.unmarshal(Files.readString(file), JsonNode.class);
        } catch (CharacterCodingException e) {
            throw new ApiServerException(file + " is no kubeconfig (it is not UTF-8 text)", e);
        } catch (IOException | RuntimeException e) {
            throw new ApiServerException(file + " is no kubeconfig (" + ConnectionProblem.rootMessage(e) + ")", e);
        }
        if (root == null || root.isNull() || root.isMissingNode()) {
            throw new ApiServerException(
                    file + " is empty, so it names no cluster; check --kubeconfig, or $KUBECONFIG");
        }
        if (!root.isObject()) {
            throw new ApiServerException(file + " is no kubeconfig (it has no " + LISTS + ")");
        }
        for (String list : LISTS.split(", ", -1)) {
            for (JsonNode entry : root.path(list)) {
                if (root.path(list).isArray()
                        && !(entry.isObject() && entry.path("name").isString())) {
                    throw new ApiServerException(file + " is no kubeconfig (an entry of its " + list + " has no name)");
                }
            }
        }
        return root;
    }

    /**
     * Looks through what a context names, and has the client know what it would pass over.
     *
     * @param context instead of the current one
     * @param client makes the client's settings of it, once the rest is known to be sound
     * @throws ApiServerException if there is a mistake; its message names it
     */
    Config checked(@Nullable String context, Supplier<Config> client) {
        Entry chosen = context(context).orElse(null);
        if (chosen == null) {
            return client.get();
        }
        checkCluster(named(chosen, "cluster", "clusters"));
        if (chosen.text("user").isEmpty()) {
            return client.get();
        }
        Entry user = named(chosen, "user", "users");
        checkPem(user, "client-certificate", CERTIFICATE, "certificate");
        checkPem(user, "client-key", PRIVATE_KEY, "private key");
        Optional<String> token = tokenOfAFile(user);
        if (token.orElse(user.text("token")).chars().anyMatch(Character::isISOControl)) {
            throw user.wrong("has a token with a line break, or another character in it that no token has");
        }
        checkProgram(user);
        Config config = client.get();
        token.ifPresent(config::setOauthToken);
        if (user.body.path("exec").isObject() && hasNoCredentials(config)) {
            throw user.wrong("gets its credentials from the program " + command(user)
                    + " (exec), which fails or prints no ExecCredential of its apiVersion: run it by hand to see why");
        }
        return config;
    }

    /** Empty where neither is named. */
    private Optional<Entry> context(@Nullable String given) {
        String current = parts.stream()
                .map(part -> part.root.path("current-context").asString(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        String name = given == null ? current : given;
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Entry> found = entry("contexts", "context", name);
        if (found.isEmpty()) {
            String names = parts.stream()
                    .flatMap(part -> part.root.path("contexts").valueStream())
                    .map(entry -> entry.path("name").asString(""))
                    .filter(other -> !other.isEmpty())
                    .collect(Collectors.joining(", "));
            throw new ApiServerException("the kubeconfig has no context \"" + name + "\""
                    + (given == null ? ", which its current-context names" : "")
                    + (names.isEmpty() ? "" : "; give --context with one of: " + names));
        }
        return found;
    }

    private Entry named(Entry context, String field, String list) {
        String name = context.text(field);
        return entry(list, field, name)
                .orElseThrow(() ->
                        context.wrong("names the " + field + " \"" + name + "\", and there is none of that name"));
    }

    private Optional<Entry> entry(String list, String what, String name) {
        for (Part part : parts) {
            for (JsonNode entry : part.root.path(list)) {
                if (entry.path("name").asString("").equals(name)) {
                    return Optional.of(new Entry(part.file, what + " \"" + name + "\"", entry.path(what)));
                }
            }
        }
        return Optional.empty();
    }

    private static void checkCluster(Entry cluster) {
        String server = cluster.text("server");
        String problem = problem(server.contains("://") ? server : "http://" + server, HTTP);
        if (problem != null) {
            throw new ApiServerException("the API server at \"" + server + "\" cannot be asked: " + problem
                    + "; check the kubeconfig (" + cluster.what + " in " + cluster.file + ")");
        }
        String proxy = cluster.text("proxy-url");
        String ofProxy = proxy.isEmpty() ? null : problem(proxy, PROXIES);
        if (ofProxy != null) {
            throw cluster.wrong("has a proxy-url that cannot be used, \"" + proxy + "\": " + ofProxy);
        }
        checkPem(cluster, "certificate-authority", CERTIFICATE, "certificate");
    }

    /** Null where there is none. */
    private static @Nullable String problem(String url, Set<String> schemes) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!schemes.contains(scheme)) {
                return "it does not start with "
                        + String.join(":// or ", schemes.stream().sorted().toList()) + "://";
            }
            return uri.getHost() == null ? "it names no host" : null;
        } catch (URISyntaxException e) {
            return url.endsWith("//") ? "it names no host" : e.getReason();
        }
    }

    /** As kubectl does, it takes the data where there is a file, too. */
    private static void checkPem(Entry entry, String field, String mark, String what) {
        String data = entry.text(field + "-data");
        if (!data.isEmpty()) {
            byte[] pem;
            try {
                pem = Base64.getDecoder().decode(data.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw entry.wrong("has a " + field + "-data that is no base64");
            }
            if (!new String(pem, StandardCharsets.ISO_8859_1).contains(mark)) {
                throw entry.wrong("has a " + field + "-data that holds no " + what + " in PEM");
            }
        } else if (!entry.text(field).isEmpty() && !contents(entry, field).contains(mark)) {
            throw entry.wrong("has a " + field + " that holds no " + what + " in PEM: " + entry.path(field));
        }
    }

    private static String contents(Entry entry, String field) {
        Path file = entry.path(field);
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw entry.wrong("has a " + field + " that cannot be read: " + file);
        }
    }

    /** The client knows tokens, and no files of them. Where both are given, kubectl takes the file. */
    private static Optional<String> tokenOfAFile(Entry user) {
        if (user.text("tokenFile").isEmpty()) {
            return Optional.empty();
        }
        String token = contents(user, "tokenFile").strip();
        if (token.isEmpty()) {
            throw user.wrong("has a tokenFile that is empty: " + user.path("tokenFile"));
        }
        return Optional.of(token);
    }

    private static void checkProgram(Entry user) {
        if (!user.body.path("exec").isObject()) {
            return;
        }
        String command = command(user);
        boolean isThere = command.contains(File.separator)
                ? Files.isExecutable(user.file.toAbsolutePath().resolveSibling(command))
                : Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        if (!isThere) {
            throw user.wrong("gets its credentials from the program \"" + command
                    + "\" (exec), which is not there: install it, or put it on the PATH");
        }
    }

    private static String command(Entry user) {
        JsonNode command = user.body.path("exec").path("command");
        return command.isString() ? command.stringValue() : "";
    }

    private static boolean hasNoCredentials(Config config) {
        return Stream.of(
                        config.getOauthToken(),
                        config.getAutoOAuthToken(),
                        config.getClientCertData(),
                        config.getClientCertFile())
                .allMatch(text -> text == null || text.isEmpty());
    }
}
