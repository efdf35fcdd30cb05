package io.sidecarfirst.gate.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Debuggers that a program opens on loopback where its options name no host.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/21/docs/specs/jpda/conninv.html">JPDA: since Java 9, an address
 *     that is a port alone is on loopback</a>
 * @see <a href="https://nodejs.org/api/cli.html#--inspecthostport">Node.js: --inspect</a>
 * @see <a href="https://github.com/microsoft/debugpy/wiki/Command-Line-Reference">debugpy: --listen</a>
 * @see <a href="https://developer.chrome.com/docs/devtools/remote-debugging">Chrome: --remote-debugging-port</a>
 */
final class Debugger {
    private static final Set<String> JAVA = Set.of("-agentlib:jdwp", "-Xrunjdwp:transport");

    private static final Pattern JAVA_ADDRESS = Pattern.compile("(?:^|,)address=(?:([^,]*):)?(\\d{1,5})(?=,|$)");

    /** And the port where none is named. */
    private static final Map<String, Integer> NODE =
            Map.of("--inspect", 9229, "--inspect-brk", 9229, "--inspect-wait", 9229, "--inspect-port", 9229);

    private static final Pattern NODE_ADDRESS = Pattern.compile("(?:(.*):)?(\\d{1,5})");

    private static final String CHROME_PORT = "remote-debugging-port";

    private Debugger() {}

    /** What is on loopback on that port; a debugger for other hosts is no listener here. */
    static List<Listener> on(int port, Options options) {
        List<Listener> listeners = new ArrayList<>();
        for (Options.Option option : options.all()) {
            if ((option.spelling().startsWith("-") || option.name().equals(CHROME_PORT))
                    && (isJava(option, port)
                            || isNode(option, port)
                            || (option.spelling().equals("--listen")
                                    && isPort(option, port)
                                    && options.invocations().stream().anyMatch(Debugger::isPython))
                            || (option.name().equals(CHROME_PORT)
                                    && isPort(option, port)
                                    && options.all().stream().noneMatch(Debugger::isChromeAddress)))) {
                listeners.add(new Listener(true, option.describe(), false));
            }
        }
        return listeners;
    }

    private static boolean isPython(Invocation invocation) {
        return invocation.program().equals("debugpy");
    }

    private static boolean isChromeAddress(Options.Option option) {
        return option.name().equals("remote-debugging-address");
    }

    private static boolean isPort(Options.Option option, int port) {
        return option.value().equals(Integer.toString(port));
    }

    private static boolean isJava(Options.Option option, int port) {
        if (!JAVA.contains(option.spelling()) || !option.value().contains("server=y")) {
            return false;
        }
        Matcher address = JAVA_ADDRESS.matcher(option.value());
        return address.find() && isLocal(address.group(1)) && Integer.parseInt(address.group(2)) == port;
    }

    private static boolean isNode(Options.Option option, int port) {
        Integer usual = NODE.get(option.spelling());
        if (usual == null) {
            return false;
        }
        Matcher address = NODE_ADDRESS.matcher(option.value());
        if (address.matches()) {
            return isLocal(address.group(1)) && Integer.parseInt(address.group(2)) == port;
        }
        // What follows without an equals sign may be the script.
        return usual == port && (isLocal(option.value()) || !LoopbackAddress.isAddress(option.value()));
    }

    /** The host that is named is loopback, or none is. */
    private static boolean isLocal(@Nullable String host) {
        return host == null || host.isEmpty() || LoopbackAddress.isLoopback(host);
    }
}
