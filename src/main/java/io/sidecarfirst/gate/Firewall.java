package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The firewalls that containers of a Pod set up, and that drop what no rule lets in, the kubelet's connections
 * included. Looked for once for a Pod.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/iptables.8.html">iptables: -P</a>
 */
public final class Firewall {
    private static final String PROGRAM = "iptables(-legacy|-nft)?";

    private static final String DROPS_INPUT = " (-P|--policy) INPUT DROP";

    /** A command that makes one, as a regular expression. */
    public static final String DROPS = PROGRAM + "( [^;&|]*)?" + DROPS_INPUT;

    /** The same, in two steps whose time does not grow with the square of a command: a program with its arguments, */
    private static final Pattern COMMAND = Pattern.compile(PROGRAM + "(?= )[^;&|]*+");

    /** and among them what drops all others. */
    private static final Pattern POLICY = Pattern.compile(DROPS_INPUT);

    private static final Pattern OUTPUT_POLICY = Pattern.compile(" (-P|--policy) OUTPUT DROP");

    private final List<Dropping> all;
    private final boolean dropsOutput;

    /** An init container with its whole command. */
    private record Dropping(Container container, String command) {}

    private Firewall(Pod pod) {
        List<Dropping> found = new ArrayList<>();
        boolean output = false;
        for (Container container : pod.containers()) {
            if (container.init()) {
                List<String> words = container.commandLine();
                String command = mayDrop(words) ? String.join(" ", words) : "";
                if (!command.isEmpty() && drops(command, POLICY)) {
                    found.add(new Dropping(container, command));
                }
                output |= !command.isEmpty() && drops(command, OUTPUT_POLICY);
            }
        }
        all = found;
        dropsOutput = output;
    }

    /** Whether a container sets one up, for what comes in or goes out, whatever it lets through. */
    boolean isThere() {
        return dropsOutput || !all.isEmpty();
    }

    /** Most commands have no such word in them. */
    private static boolean mayDrop(List<String> words) {
        for (String word : words) {
            if (word.contains("INPUT") || word.contains("OUTPUT")) {
                return true;
            }
        }
        return false;
    }

    private static boolean drops(String command, Pattern policy) {
        Matcher matcher = COMMAND.matcher(command);
        while (matcher.find()) {
            if (policy.matcher(matcher.group()).find()) {
                return true;
            }
        }
        return false;
    }

    public static Firewall of(Pod pod) {
        return pod.derived(Firewall.class, Firewall::new);
    }

    /** The init container that sets one up, no later than this sidecar starts, without a rule for that port. */
    public Optional<Container> against(Container sidecar, int port) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Pattern letIn = Pattern.compile("--dports?[ =]([0-9:]+,)*" + port + "($|[^0-9])");
        return all.stream()
                .filter(dropping -> dropping.container().index() <= sidecar.index()
                        && !letIn.matcher(dropping.command()).find())
                .map(Dropping::container)
                .findFirst();
    }
}
