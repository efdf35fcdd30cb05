package io.sidecarfirst.gate.options;

import io.sidecarfirst.gate.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a container is told by its command line and its environment, as names with values. Not safe to share between
 * threads: what most containers are never asked for is worked out late, and once.
 */
public final class Options {
    private final List<Option> all;
    private final List<Text> texts;
    private final List<Invocation> invocations;
    private @Nullable Text line;
    private @Nullable InlineConfiguration configuration;
    private @Nullable Set<Integer> numbers;

    private Options(List<Option> all, List<Text> texts, List<Invocation> invocations) {
        this.all = all;
        this.texts = texts;
        this.invocations = invocations;
    }

    /** Each of them, in their order: command, args, env. */
    public List<Option> all() {
        return all;
    }

    /** The same whole: a script or a configuration is one of them. */
    public List<Text> texts() {
        return texts;
    }

    /** The programs that it starts, as far as its command line shows. */
    public List<Invocation> invocations() {
        return invocations;
    }

    /** The numbers in the values of its options, and those on which its configurations bind: all that it may open. */
    Set<Integer> numbers() {
        if (numbers == null) {
            Set<Integer> found = new HashSet<>(configuration().onPorts().keySet());
            for (Option option : all) {
                hasNumber(option.value(), number -> {
                    found.add(number);
                    return false;
                });
            }
            numbers = found;
        }
        return numbers;
    }

    /** What the configurations among the texts say. */
    InlineConfiguration configuration() {
        if (configuration == null) {
            configuration = InlineConfiguration.of(texts);
        }
        return configuration;
    }

    /**
     * An argument or the value of a variable, whole and expanded.
     *
     * @param variable the variable's name; null for what is no variable's
     * @param place where it stands otherwise, for a person
     */
    public record Text(String value, @Nullable String variable, String place) {

        /** Where it stands, for a person. */
        public String origin() {
            return variable == null ? place : "variable " + variable;
        }

        /** Whether a number that may be a port stands in it, whole, and is one of these; whatever is around it. */
        public boolean hasNumber(IntPredicate ofThese) {
            return Options.hasNumber(value, ofThese);
        }
    }

    static boolean hasNumber(String text, IntPredicate ofThese) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (isDigit(text.charAt(i))) {
                int start = i;
                int number = 0;
                for (; i < length && isDigit(text.charAt(i)); i++) {
                    number = i - start < MAX_DIGITS ? 10 * number + text.charAt(i) - '0' : 0;
                }
                if (i - start <= MAX_DIGITS && ofThese.test(number)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of a port. */
    private static final int MAX_DIGITS = 5;

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a text is a number that may be a port, and nothing else. */
    public static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** One option, argument or variable. */
    public static final class Option {
        private final String spelling;
        private final String value;
        private final boolean environment;
        private @Nullable String name;
        private @Nullable List<String> words;

        private Option(String spelling, @Nullable String name, String value, boolean environment) {
            this.spelling = spelling;
            this.name = name;
            this.value = value;
            this.environment = environment;
        }

        static Option named(String name, String value) {
            return new Option("", name, value, false);
        }

        static Option flag(String spelling, String value) {
            return new Option(spelling, null, value, false);
        }

        static Option variable(String name, String value) {
            return new Option(name, null, value, true);
        }

        /** How it is written: {@code --listen}, {@code -l}, {@code LISTEN}; empty for a bare argument. */
        public String spelling() {
            return spelling;
        }

        /** The same in lower case with dashes; what most options are never asked for. */
        public String name() {
            if (name == null) {
                name = normal(environment ? spelling : withoutPrefix(spelling));
            }
            return name;
        }

        /** What follows the equals sign, or the next argument; empty where there is none. */
        public String value() {
            return value;
        }

        /** Whether it is an environment variable. */
        public boolean environment() {
            return environment;
        }

        /** The words of its name, between dashes. */
        public List<String> words() {
            if (words == null) {
                words = name().isEmpty() ? List.of() : List.of(name().split("-", -1));
            }
            return words;
        }

        /** Without what stands before a property's name: {@code -Dserver.port=80}, {@code -Ehttp.host=127.0.0.1}. */
        private static String withoutPrefix(String spelling) {
            boolean property = spelling.length() > 2
                    && (spelling.startsWith("-D") || spelling.startsWith("-E"))
                    && spelling.charAt(2) >= 'a'
                    && spelling.charAt(2) <= 'z';
            return property ? spelling.substring(2) : spelling;
        }

        private static String normal(String spelling) {
            StringBuilder words = new StringBuilder(spelling.length() + 4);
            char before = '-';
            for (int i = 0; i < spelling.length(); i++) {
                char c = spelling.charAt(i);
                boolean hump = Character.isUpperCase(c) && (Character.isLowerCase(before) || Character.isDigit(before));
                boolean dash = c == '_' || c == '.' || c == '-';
                if (hump || (dash && !words.isEmpty())) {
                    words.append('-');
                }
                if (!dash) {
                    words.append(Character.toLowerCase(c));
                }
                before = c;
            }
            return words.toString();
        }

        /** Whether one of these stands in its name, between dashes. */
        public boolean hasWord(Set<String> words) {
            for (String word : words()) {
                if (words.contains(word)) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Whether it is the one that is spelt so. Many programs take a long flag with one dash or two, and with dashes
         * or underscores in it.
         *
         * @param normal the other's {@link #name}
         */
        private boolean isSpelt(String other, String normal) {
            return spelling.equals(other)
                    || (!environment && isLong(spelling) && isLong(other) && name().equals(normal));
        }

        /** Whether it is a switch that keeps other hosts out. */
        private boolean keepsLocal() {
            // All of their names have one of these in it.
            String name = name();
            if (!name.contains("local")
                    && !name.contains("networking")
                    && !name.contains("-all")
                    && !name.contains("loopback")) {
                return false;
            }
            boolean off = OptionWords.OFF.contains(value.toLowerCase(Locale.ROOT));
            return (hasName(OptionWords.LOCAL_SWITCHES) && !off && !(environment && value.isEmpty()))
                    || (hasName(OptionWords.REMOTE_SWITCHES) && off);
        }

        private boolean hasName(Set<String> names) {
            String dashed = "-" + name() + "-";
            return names.stream().anyMatch(other -> dashed.contains("-" + other + "-"));
        }

        private static boolean isLong(String spelling) {
            return spelling.startsWith("-") && spelling.length() > 2;
        }

        /** For a person: what to look for in the manifest. A short flag may be followed by a secret without a blank. */
        public String describe() {
            return environment
                    ? "variable " + spelling
                    : LONG_FLAG.matcher(spelling).matches() ? "flag " + spelling : "command line";
        }
    }

    /** In characters, of one text. */
    private static final int LONGEST = 1 << 16;

    private static final Pattern LONG_FLAG = Pattern.compile("--[A-Za-z][A-Za-z0-9_.-]*");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_.-][A-Za-z0-9_.-]*)\\)");

    private static final String BLANKS = " \t\n\u000B\f\r";

    /** Scripts in scripts: deeper ones are not read. */
    private static final int MAX_DEPTH = 3;

    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** A short flag with its value in one word: {@code -l127.0.0.1}, {@code -b:8000}. */
    private static final Pattern SHORT_WITH_VALUE =
            Pattern.compile("(-[A-Za-z])=?([0-9:\\[].*|localhost.*|listen_addresses=.*)");

    private static final Pattern QUOTE = Pattern.compile("^[\"']|[\"']$");

    /** Blanks that no list has: it has them behind a comma. */
    private static final Pattern WORDS = Pattern.compile("[^,\\s]\\s");

    private static final Pattern PORT_LAST = Pattern.compile("(?:.*:)?(\\d{1,5})(?:/.*)?");

    /** The value of a variable that holds arguments: {@code GUNICORN_CMD_ARGS}, {@code JAVA_TOOL_OPTIONS}. */
    private static final Pattern ARGUMENTS = Pattern.compile("^\\s*--?[A-Za-z]");

    /** The value of a variable that holds settings: {@code bindAddress=127.0.0.1 port=80}. */
    private static final Pattern SETTINGS = Pattern.compile("^\\s*[A-Za-z_][A-Za-z0-9_.-]*=[^=\\s]");

    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    public static Options of(Container container) {
        return of(container, HostAliases.NONE);
    }

    /** The same, where the Pod gives names to its loopback address. */
    static Options of(Container container, HostAliases aliases) {
        Reading reading = new Reading(aliases);
        reading.addContainer(container);
        return reading.options();
    }

    /** What a check's command is told. */
    public static Options ofCheck(List<String> command) {
        Reading reading = new Reading(HostAliases.NONE);
        reading.addWords(command, "check");
        return reading.options();
    }

    /** As much of a text as is read; more would take too long for one Pod. */
    public static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    /** The words of the command line as one text: what belongs together may stand in two of them. */
    public Text line() {
        if (line == null) {
            StringJoiner words = new StringJoiner(" ");
            String place = "";
            for (Text text : texts) {
                if (text.variable() == null) {
                    words.add(text.value());
                    place = text.place();
                }
            }
            line = new Text(words.toString(), null, place);
        }
        return line;
    }

    /** The ports that the configurations give to hosts in the Pod, and those of other programs. */
    public List<Named> named() {
        return configuration().named();
    }

    /**
     * A port that stands in a configuration.
     *
     * @param origin where it stands, for a person
     */
    public record Named(int port, String origin) {}

    /**
     * Whether any of these is there and not switched off: a flag or a variable, {@code NAME=value}, or, with a blank in
     * it, a line of a configuration.
     */
    public boolean has(List<String> spellings) {
        return spellings.stream().anyMatch(this::has);
    }

    private boolean has(String spelling) {
        if (spelling.contains(" ")) {
            Pattern line = Pattern.compile(
                    Pattern.quote(spelling).replace(" ", "\\E[\"']?\\s+[\"']?\\Q"), Pattern.CASE_INSENSITIVE);
            return texts.stream().anyMatch(text -> line.matcher(text.value()).find());
        }
        String normal = Option.normal(spelling);
        return all.stream()
                .anyMatch(option -> !option.value().equals("false")
                        && (option.isSpelt(spelling, normal)
                                || spelling.equals(option.spelling() + "=" + option.value())));
    }

    /** Where it stands, if anywhere, that other hosts cannot connect, on whichever port. */
    public Optional<String> keptLocal() {
        for (Option option : all) {
            if (option.keepsLocal()) {
                return Optional.of(option.describe());
            }
        }
        return Optional.ofNullable(configuration().keptLocal());
    }

    /** Whether several programs run, and only those before the last are told a port, on the command line. */
    public boolean isLastUntold() {
        List<Invocation> serving =
                invocations.stream().filter(Invocation::mayServe).toList();
        return serving.size() > 1
                && !serving.get(serving.size() - 1).namesPorts()
                && all.stream()
                        .filter(Option::environment)
                        .allMatch(option -> ToldPort.of(option).findAny().isEmpty());
    }

    /** The options that are spelt so. */
    public Stream<Option> spelt(List<String> spellings) {
        if (spellings.isEmpty()) {
            return Stream.empty();
        }
        List<String> normals = spellings.stream().map(Option::normal).toList();
        return all.stream()
                .filter(option -> IntStream.range(0, normals.size())
                        .anyMatch(i -> option.isSpelt(spellings.get(i), normals.get(i))));
    }

    /** The ports that these options hold: a number, or what follows the last colon of an address. */
    public List<Integer> ports(List<String> spellings) {
        return Stream.concat(
                        spelt(spellings)
                                .map(option -> PORT_LAST.matcher(option.value()))
                                .filter(Matcher::matches)
                                .map(matcher -> matcher.group(1)),
                        spellings.stream().filter(Options::isPiece).flatMap(this::behind))
                .map(Integer::valueOf)
                .toList();
    }

    /** The options that hold a port, of those that are spelt so. */
    public Stream<Option> withPorts(List<String> spellings) {
        return Stream.concat(
                spelt(spellings)
                        .filter(option -> PORT_LAST.matcher(option.value()).matches()),
                spellings.stream()
                        .filter(spelling ->
                                isPiece(spelling) && behind(spelling).findAny().isPresent())
                        .map(piece -> Option.flag("", piece)));
    }

    /** A piece of an argument: {@code ?port=}. */
    private static boolean isPiece(String spelling) {
        return spelling.startsWith("?") || spelling.startsWith("&");
    }

    private Stream<String> behind(String piece) {
        Pattern number = Pattern.compile(Pattern.quote(piece) + "(\\d{1,5})(?![0-9])");
        return texts.stream()
                .map(Text::value)
                .filter(text -> text.contains(piece))
                .flatMap(text -> number.matcher(text).results())
                .map(found -> found.group(1));
    }

    /**
     * Whether a need of a check is there: a flag or a variable, with that value where it names one that is no address.
     *
     * @param need {@code --health-check}, {@code --http-address=0.0.0.0}, {@code NAME=value}; anything else is not
     *     found
     */
    public boolean meets(String need) {
        int equals = need.indexOf('=');
        String spelling = equals < 0 ? need : need.substring(0, equals);
        if (!spelling.startsWith("-") && !VARIABLE.matcher(spelling).matches()) {
            return false;
        }
        String value = equals < 0 ? "" : need.substring(equals + 1);
        boolean address = value.indexOf(':') >= 0
                || value.equals("0.0.0.0")
                || PORT_LAST.matcher(value).matches();
        return spelt(List.of(spelling))
                .anyMatch(option -> equals < 0
                        ? !option.value().equals("false")
                        : address
                                ? !LoopbackAddress.starts(Address.withoutScheme(option.value()))
                                : option.value().equals(value));
    }

    static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** Reads one container. */
    private static final class Reading {
        private final HostAliases aliases;
        private final Map<String, String> variables = new HashMap<>();
        private final References references = new References();
        private final List<Option> options = new ArrayList<>();
        private final List<Text> texts = new ArrayList<>();
        private final List<Invocation> invocations = new ArrayList<>();

        Reading(HostAliases aliases) {
            this.aliases = aliases;
        }

        void addContainer(Container container) {
            List<Option> fromEnvironment = new ArrayList<>();
            List<Text> ofVariables = new ArrayList<>();
            for (Container.EnvironmentVariable variable : container.environment()) {
                String value = aliases.replaceIn(expand(variable.value()));
                Option option = Option.variable(variable.name(), value);
                variables.put(variable.name(), value);
                fromEnvironment.add(option);
                if (value.indexOf('-') >= 0 && ARGUMENTS.matcher(value).find()) {
                    ShellScript.commands(value, variables, references).forEach(this::addFlags);
                } else if (value.indexOf('=') > 0
                        && SETTINGS.matcher(value).find()
                        && !option.hasWord(OptionWords.CONNECTING)) {
                    addSettings(variable.name(), value);
                }
                addText(value, variable.name(), "", ofVariables);
            }
            addWords(container.commandLine(), "command line");
            options.addAll(fromEnvironment);
            texts.addAll(ofVariables);
        }

        void addWords(List<String> commandLine, String origin) {
            List<String> words = new ArrayList<>();
            for (String word : commandLine) {
                // The first may be a program, which a host may be called like.
                boolean program = words.isEmpty() && !word.startsWith("-");
                words.add(program ? expand(word) : aliases.replaceIn(expand(word)));
            }
            words.forEach(word -> addText(word, null, origin, texts));
            addCommand(words, MAX_DEPTH);
        }

        private static void addText(String value, @Nullable String variable, String place, List<Text> to) {
            to.add(new Text(value, variable, place));
            EncodedText.in(value).forEach(text -> to.add(new Text(text, variable, place)));
        }

        /** {@code ZOO_CFG_EXTRA="clientPortAddress=127.0.0.1"}: the settings that are about an address. */
        private void addSettings(String variable, String value) {
            for (List<String> words : ShellScript.commands(value, variables, references)) {
                for (String word : words) {
                    int equals = Math.max(0, word.indexOf('='));
                    Option option = new Option(
                            variable, Option.normal(word.substring(0, equals)), word.substring(equals + 1), true);
                    if (option.hasWord(OptionWords.LISTENING) || option.hasWord(OptionWords.ADDRESS)) {
                        options.add(option);
                    }
                }
            }
        }

        Options options() {
            return new Options(options, texts, invocations);
        }

        /**
         * Replaces {@code $(NAME)} as the kubelet does; an unknown variable stays as it is.
         *
         * @see <a
         *     href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">
         *     Dependent environment variables</a>
         */
        private String expand(String text) {
            return references.replace(text, REFERENCE, found -> variables.getOrDefault(found.group(1), found.group()));
        }

        /** One command, and the scripts in it: a word with blanks in it is taken for one. */
        private void addCommand(List<String> words, int depth) {
            Invocation invocation = Invocation.of(words);
            invocations.add(invocation);
            // What it prints into a file is a configuration.
            if (OptionWords.PRINTING_PROGRAMS.contains(invocation.program())) {
                return;
            }
            if (!OptionWords.CLIENT_PROGRAMS.contains(invocation.program())) {
                addFlags(words);
            }
            Netcat.listened(invocation).ifPresent(address -> options.add(Option.named("listen", address)));
            if (depth > 0) {
                for (String word : words) {
                    if (hasBlank(word)) {
                        ShellScript.commands(word, variables, references)
                                .forEach(command -> addCommand(command, depth - 1));
                    }
                }
            }
        }

        private static boolean hasBlank(String word) {
            for (int i = 0; i < word.length(); i++) {
                if (BLANKS.indexOf(word.charAt(i)) >= 0) {
                    return true;
                }
            }
            return false;
        }

        private void addFlags(List<String> words) {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.indexOf('=');
                if (!word.startsWith("-")) {
                    options.add(
                            equals > 0
                                            && SETTING.matcher(word.substring(0, equals))
                                                    .matches()
                                    ? Option.flag(word.substring(0, equals), word.substring(equals + 1))
                                    : Option.flag("", word));
                    continue;
                }
                Matcher inOne = word.startsWith("--") ? null : SHORT_WITH_VALUE.matcher(word);
                if (inOne != null && inOne.matches()) {
                    addFlag(inOne.group(1), inOne.group(2));
                } else if (equals > 0) {
                    addFlag(word.substring(0, equals), word.substring(equals + 1));
                } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
                    addFlag(word, words.get(++i));
                    // --bind 127.0.0.1 0.0.0.0
                    while (isHost(words.get(i)) && i + 1 < words.size() && isHost(words.get(i + 1))) {
                        addFlag(word, words.get(++i));
                    }
                } else {
                    options.add(Option.flag(word, ""));
                }
            }
        }

        private static boolean isHost(String word) {
            return !word.isEmpty() && LoopbackAddress.isAddress(word);
        }

        /** {@code -c listen_addresses=localhost} and {@code --set=server.port=80} hold an option in the option. */
        private void addFlag(String spelling, String value) {
            Option option = Option.flag(spelling, value);
            options.add(option);
            int equals = value.indexOf('=');
            if (equals <= 0) {
                return;
            }
            String inner = QUOTE.matcher(value.substring(equals + 1)).replaceAll("");
            // --dsn="host=localhost user=x" is all about another program; -c "HOST=127.0.0.1 serve" is a script.
            if (!option.hasWord(OptionWords.CONNECTING)
                    && SETTING.matcher(value.substring(0, equals)).matches()
                    && !WORDS.matcher(inner).find()) {
                options.add(Option.flag(value.substring(0, equals), inner));
            }
        }
    }
}
