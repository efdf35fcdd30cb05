package io.sidecarfirst.cli.inject;

import io.sidecarfirst.cli.common.GateOptions;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.manifest.krm.FunctionConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of {@code inject}, with those of a functionConfig on top. */
@Command(name = "inject")
final class FunctionOptions {
    @Mixin
    private GateOptions gateOptions = new GateOptions();

    private FunctionOptions() {}

    /**
     * The decision under the command line's options, and these settings.
     *
     * @throws FunctionConfigException for a setting that is unknown or out of range
     */
    static Gate gate(CommandLine inject, Map<String, String> settings) {
        FunctionOptions options = new FunctionOptions();
        CommandLine parser = new CommandLine(options)
                .setDefaultValueProvider(inject.getDefaultValueProvider())
                .setOverwrittenOptionsAllowed(true)
                .setUnmatchedArgumentsAllowed(true);
        List<String> args = new ArrayList<>(inject.getParseResult().originalArgs());
        settings.forEach((name, value) -> {
            OptionSpec option = parser.getCommandSpec().findOption("--" + name);
            if (option == null || name.equals("config")) {
                throw new FunctionConfigException(
                        "functionConfig: unknown setting \"" + name + "\"; known: " + String.join(", ", known(parser)));
            }
            args.add("--" + name + "=" + value);
        });
        try {
            parser.parseArgs(args.toArray(String[]::new));
            return options.gateOptions.gate();
        } catch (ParameterException e) {
            throw new FunctionConfigException(
                    "functionConfig: " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }

    private static Set<String> known(CommandLine parser) {
        Set<String> names = new TreeSet<>();
        parser.getCommandSpec()
                .options()
                .forEach(option -> names.add(option.longestName().substring(2)));
        names.remove("config");
        return names;
    }
}
