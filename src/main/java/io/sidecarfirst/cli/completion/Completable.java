package io.sidecarfirst.cli.completion;

import io.sidecarfirst.cli.common.UsageText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ITypeInfo;

/**
 * An option of a command, or its words, as a shell completes them.
 *
 * @param names such as {@code -o} and {@code --output}; none of a command's words
 * @param description its first sentence
 * @param label what stands for its value in the help; empty where it has none
 * @param values those that it may have; empty where they are not known
 * @param isFile whether its value is the name of a file
 * @param isList whether one value may hold several, with commas between them
 * @param isRepeatable whether it may be given again
 */
record Completable(
        List<String> names,
        String description,
        String label,
        List<String> values,
        boolean isFile,
        boolean isList,
        boolean isRepeatable) {

    /** The options of a command, in the order of its help. */
    static List<Completable> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(option -> of(List.of(option.names()), option))
                .toList();
    }

    /** What may stand beside a command's options; empty where nothing may. */
    static Optional<Completable> words(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        return spec.positionalParameters().stream().findFirst().map(words -> of(List.of(), words));
    }

    /** What a command does: its first sentence. */
    static String description(CommandLine command) {
        return firstSentence(UsageText.description(command));
    }

    private static Completable of(List<String> names, ArgSpec argument) {
        boolean hasValue = argument.arity().max() > 0;
        String label = hasValue ? argument.paramLabel() : "";
        Class<?> type = type(argument.typeInfo());
        return new Completable(
                names,
                firstSentence(argument.description()),
                label,
                hasValue ? values(type, label) : List.of(),
                type == Path.class || label.contains("FILE"),
                !argument.splitRegex().isEmpty(),
                argument.typeInfo().isMultiValue());
    }

    /** Of a list, that of its items. */
    private static Class<?> type(ITypeInfo type) {
        List<ITypeInfo> items = type.getAuxiliaryTypeInfos();
        return type.isCollection() && !items.isEmpty() ? items.get(0).getType() : type.getType();
    }

    /** A label in small letters lists them. */
    private static List<String> values(Class<?> type, String label) {
        return label.contains("|") && label.equals(label.toLowerCase(Locale.ROOT))
                ? List.of(label.split("\\|", -1))
                : type.isEnum()
                        ? Arrays.stream(type.getEnumConstants())
                                .map(String::valueOf)
                                .toList()
                        : List.of();
    }

    private static String firstSentence(String... lines) {
        return lines.length == 0 ? "" : UsageText.firstSentence(lines[0]);
    }

    /** The names that begin with two hyphens, or the others. */
    Stream<String> names(boolean isLong) {
        return names.stream().filter(name -> name.startsWith("--") == isLong);
    }

    boolean hasValue() {
        return !label.isEmpty();
    }
}
