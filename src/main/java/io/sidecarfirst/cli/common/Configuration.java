package io.sidecarfirst.cli.common;

import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/**
 * What the options are where the command line does not say: the environment first, then the configuration file. All
 * three know an option by one name: {@code --period-seconds}, {@code SIDECAR_FIRST_PERIOD_SECONDS}, {@code
 * period-seconds: 2}.
 */
public final class Configuration implements IDefaultValueProvider {
    private static final String FILE_OPTION = "--config";
    private static final String PREFIX = "SIDECAR_FIRST_";

    /**
     * Variables, with their values, that the kubelet sets for Services whose names start with sidecar-first. That of
     * the port is told from a setting such as {@code SIDECAR_FIRST_HEALTH_PORT} by its value, which is a URL.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Service
     *     environment variables</a>
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(PREFIX
            + "(.*_)?(SERVICE_HOST|SERVICE_PORT(_[^=]*)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)=.*|" + PREFIX
            + "(.*_)?PORT=(tcp|udp|sctp)://.*");

    /** Variables of the project's own tests. */
    private static final Pattern OF_TESTS = Pattern.compile(PREFIX + "(K3S_IMAGE|REQUIRE_K3S|CLUSTER_.*)");

    /** What no command line, file or variable says. */
    public static final Configuration EMPTY = new Configuration(Map.of(), Set.of());

    /** A setting, and where it comes from. */
    private record Setting(String value, String origin) {}

    private final Map<String, Setting> settings;
    private final Set<String> unknownVariables;

    private Configuration(Map<String, Setting> settings, Set<String> unknownVariables) {
        this.settings = settings;
        this.unknownVariables = unknownVariables;
    }

    /**
     * Reads the environment, and the file that {@code --config} or {@code SIDECAR_FIRST_CONFIG} names.
     *
     * @param settings the command whose options may stand there, by their long names: that of the server; asked only
     *     where there is something to read
     * @throws ConfigurationException if the file cannot be read or has a key that is unknown
     */
    public static Configuration read(Supplier<CommandSpec> settings, Map<String, String> environment, String... args)
            throws ConfigurationException {
        Optional<String> file = file(args).or(() -> value(environment, variable(FILE_OPTION)));
        if (file.isEmpty() && environment.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
            return EMPTY;
        }
        Map<String, OptionSpec> options = byName(settings.get());
        Map<String, Setting> values = new HashMap<>();
        if (file.isPresent()) {
            values.putAll(fromFile(file.get(), options));
        }
        Set<String> variables = new HashSet<>();
        options.keySet().forEach(name -> {
            String variable = variable(name);
            variables.add(variable);
            value(environment, variable).ifPresent(value -> values.put(name, new Setting(value, variable)));
        });
        Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX)
                || variables.contains(name)
                || OF_TESTS.matcher(name).matches()
                || isServiceLink(name, environment.getOrDefault(name, "")));
        return new Configuration(Map.copyOf(values), unknown);
    }

    /** A variable's value; an empty one counts as not set. */
    private static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty() && !isServiceLink(variable, value));
    }

    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable + "=" + value).matches();
    }

    private static Map<String, OptionSpec> byName(CommandSpec settings) {
        Map<String, OptionSpec> options = new HashMap<>();
        for (OptionSpec option : settings.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                options.put(option.longestName(), option);
            }
        }
        return options;
    }

    private static Optional<String> file(String... args) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].equals(FILE_OPTION) && i + 1 < args.length) {
                return Optional.of(args[i + 1]);
            }
            if (args[i].startsWith(FILE_OPTION + "=")) {
                return Optional.of(args[i].substring(FILE_OPTION.length() + 1));
            }
        }
        return Optional.empty();
    }

    /**
     * The file of a server, of which only some options are wanted; the others are left out, those of another version
     * too, and files that only the server can read.
     *
     * @param wanted the command that has these options
     * @param origin the file's name, for messages
     * @throws ConfigurationException if it is no such file
     */
    static Configuration ofServer(CommandSpec wanted, String text, String origin) throws ConfigurationException {
        Map<String, OptionSpec> options = byName(wanted);
        Map<String, Setting> settings = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                content(text.getBytes(StandardCharsets.UTF_8), origin).properties()) {
            OptionSpec option = options.get("--" + entry.getKey());
            if (option != null && !Path.class.equals(option.type())) {
                text(entry.getValue(), option, origin + ": key \"" + entry.getKey() + "\"")
                        .ifPresent(value -> settings.put("--" + entry.getKey(), new Setting(value, origin)));
            }
        }
        return new Configuration(Map.copyOf(settings), Set.of());
    }

    private static Map<String, Setting> fromFile(String file, Map<String, OptionSpec> options)
            throws ConfigurationException {
        Map<String, Setting> settings = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : content(file).properties()) {
            String name = "--" + entry.getKey();
            if (!options.containsKey(name) || name.equals(FILE_OPTION)) {
                throw new ConfigurationException(file + ": unknown key \"" + entry.getKey() + "\"; known: "
                        + options.keySet().stream()
                                .filter(known -> !known.equals(FILE_OPTION))
                                .map(known -> known.substring(2))
                                .sorted()
                                .collect(Collectors.joining(", ")));
            }
            Optional<String> value =
                    text(entry.getValue(), options.get(name), file + ": key \"" + entry.getKey() + "\"");
            value.ifPresent(text -> settings.put(name, new Setting(text, file)));
        }
        return settings;
    }

    private static JsonNode content(String file) throws ConfigurationException {
        try {
            return content(Files.readAllBytes(Path.of(file)), file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file; check --config");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static JsonNode content(byte[] bytes, String file) throws ConfigurationException {
        Manifest manifest;
        try {
            manifest = Manifest.parse(bytes);
        } catch (ManifestException e) {
            throw new ConfigurationException(file + ": " + e.getMessage());
        }
        List<JsonNode> trees = manifest.trees();
        if (trees.size() != 1 || !trees.get(0).isObject()) {
            throw new ConfigurationException(
                    file + ": is not one YAML mapping of settings, such as \"period-seconds: 2\"");
        }
        return trees.get(0);
    }

    private static Optional<String> text(JsonNode value, OptionSpec option, String where)
            throws ConfigurationException {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            for (JsonNode item : value) {
                if (!item.isValueNode() || option.splitRegex().isEmpty()) {
                    throw new ConfigurationException(where + ": a list of plain values is not allowed here");
                }
                items.add(item.asString());
            }
            return Optional.of(String.join(option.splitRegex().equals(",") ? "," : " ", items));
        }
        if (!value.isValueNode()) {
            throw new ConfigurationException(where + ": must be a plain value, not a mapping");
        }
        return Optional.of(value.asString());
    }

    private static String variable(String option) {
        return PREFIX + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return setting(argument).map(Setting::value).orElse(null);
    }

    /** Where an option's value comes from, if not from the command line or from its default. */
    public Optional<String> origin(ArgSpec argument) {
        return setting(argument).map(Setting::origin);
    }

    private Optional<Setting> setting(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Optional.ofNullable(settings.get(option.longestName()))
                : Optional.empty();
    }

    /** Variables that look like settings and are none: typing errors, most likely. */
    public Set<String> unknownVariables() {
        return unknownVariables;
    }
}
