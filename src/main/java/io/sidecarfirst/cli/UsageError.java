package io.sidecarfirst.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in a sentence that says what to do. */
final class UsageError {
    private UsageError() {}

    static String line(ParameterException problem) {
        CommandSpec command = problem.getCommandLine().getCommandSpec();
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unknown(command, unmatched);
        }
        if (problem instanceof MissingParameterException missing) {
            return missing(missing);
        }
        ArgSpec argument = problem.getArgSpec();
        if (problem instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given more than once; which one is meant?";
        }
        String message = String.valueOf(problem.getMessage()).replace('\n', ' ');
        if (argument != null && message.startsWith("Invalid value for ")) {
            return name(argument) + ": \"" + problem.getValue() + "\" is " + wrong(argument, message);
        }
        return message;
    }

    private static String unknown(CommandSpec command, UnmatchedArgumentException problem) {
        String word = problem.getUnmatched().get(0);
        boolean isProgram = command.parent() == null;
        if (word.startsWith("-") && word.length() > 1) {
            String option = word.split("=", 2)[0];
            return isProgram && isOptionOfACommand(command, option)
                    ? "a command is missing before " + option + "; there are: " + commands(command)
                    : "there is no option " + option + question(problem.getSuggestions());
        }
        if (isProgram) {
            Stream<String> similar = word.equals("help") ? Stream.of("--help") : problem.getSuggestions().stream();
            return "there is no command \"" + word + "\""
                    + question(similar.limit(1).toList()) + "; there are: " + commands(command);
        }
        return "\"" + word + "\" is one word too many"
                + (command.findOption("--filename") == null ? "" : "; a file is given with -f");
    }

    private static boolean isOptionOfACommand(CommandSpec program, String option) {
        return program.subcommands().values().stream()
                .anyMatch(command -> command.getCommandSpec().findOption(option) != null);
    }

    private static String commands(CommandSpec program) {
        return String.join(", ", program.subcommands().keySet());
    }

    /** At most three, of which the first is not always the nearest. */
    private static String question(List<String> suggestions) {
        return suggestions.isEmpty()
                ? ""
                : "; is " + suggestions.stream().limit(3).collect(Collectors.joining(" or ")) + " meant?";
    }

    private static String missing(MissingParameterException problem) {
        ArgSpec argument = problem.getMissing().get(0);
        if (argument.group() != null && argument.group().exclusive()) {
            return "one of these is missing: "
                    + argument.group().args().stream().map(UsageError::usage).collect(Collectors.joining(", "));
        }
        boolean hasNoValue = argument instanceof OptionSpec option
                && problem.getCommandLine().getParseResult().originalArgs().stream()
                        .anyMatch(Arrays.asList(option.names())::contains);
        return name(argument) + (hasNoValue ? " needs a value: " : " is missing: ") + values(argument);
    }

    /** How it is written, with its value where it takes one. */
    private static String usage(ArgSpec argument) {
        return name(argument) + (argument.arity().max() == 0 ? "" : " " + argument.paramLabel());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String wrong(ArgSpec argument, String message) {
        Class<?> type = type(argument);
        boolean listsValues = argument.paramLabel().contains("|");
        if (type.isEnum() || (type == boolean.class && listsValues)) {
            return "none of " + values(argument);
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "no whole number, or one that is out of range";
        }
        return type == boolean.class ? "no value for it; it takes none" : "no value for it (" + message + ")";
    }

    /** Of a list, that of its items. */
    private static Class<?> type(ArgSpec argument) {
        List<CommandLine.Model.ITypeInfo> items = argument.typeInfo().getAuxiliaryTypeInfos();
        return argument.typeInfo().isCollection() && !items.isEmpty()
                ? items.get(0).getType()
                : argument.typeInfo().getType();
    }

    /** A label that lists the values has them as they are to be written. */
    private static String values(ArgSpec argument) {
        Class<?> type = type(argument);
        return type.isEnum() && !argument.paramLabel().contains("|")
                ? Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "))
                : argument.paramLabel().replace("|", ", ");
    }
}
