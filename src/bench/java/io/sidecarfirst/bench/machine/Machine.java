package io.sidecarfirst.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where and with what figures were taken. */
public record Machine(Map<String, String> asMap) {

    /** This machine, as busy as it is now, and the versions of what takes part. */
    public static Machine here() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", field("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch")));
        machine.put("cores", "" + Runtime.getRuntime().availableProcessors());
        field("/proc/meminfo", "MemTotal").ifPresent(memory -> machine.put("memory", memory));
        machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        lines("/proc/loadavg").findFirst().ifPresent(load -> machine.put("load average at the start", load));
        machine.put("JDK of the bench", System.getProperty("java.vm.version"));
        Tool.output("git", "describe", "--always", "--dirty").ifPresent(state -> machine.put("sources", state));
        Tool.output("docker", "version", "--format", "{{.Server.Version}}")
                .ifPresent(version -> machine.put("Docker", version));
        return new Machine(machine);
    }

    private static Optional<String> field(String file, String name) {
        return lines(file)
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
