package io.sidecarfirst.explain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a gate does not open, as far as the kubelet's words tell.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/">Configure
 *     probes</a>: the kubelet asks the Pod's own address, from its node
 */
public enum LikelyCause {
    /** The same as below, in the words of a gate container, which asks from inside the Pod. */
    NOBODY_LISTENS_INSIDE(
            "\\bconnect to .*: connection refused",
            "nothing listens on that port, neither on loopback nor on the Pod's own address. It had not got so far yet,"
                    + " or it uses another port. Its log tells which"),
    /** The address answers, the port is closed. */
    NOBODY_LISTENS(
            "connection refused",
            "nothing listens on that port of the Pod's own address. It has not got so far yet; or it uses another"
                    + " port; or"
                    + " it listens on loopback (127.0.0.1) only, where the kubelet cannot reach it, as a"
                    + " configuration file"
                    + " may say that the Pod does not show. Its log tells which"),
    /** The check's program cannot be started. */
    NO_COMMAND(
            "executable file not found|no such file or directory|errored and resulted in unknown state",
            "the command of the check is not in the sidecar's image: it never passes"),
    /** Packets are dropped. */
    NO_PATH(
            "i/o timeout|no route to host|connection timed out|network is unreachable",
            "the connection from the node to the Pod is dropped: by a security group of the Pod, a firewall, or a"
                    + " NetworkPolicy that holds for nodes, too. A check over the network may not have been needed"
                    + " before"),
    /** It is connected to, and too slow. */
    NO_ANSWER(
            "deadline exceeded|Client\\.Timeout|timed out|timeout",
            "no answer comes in time: the program is busy or hangs, or the connection from the node to the Pod is"
                    + " dropped,"
                    + " by a security group or a firewall"),
    /** The program says so itself. */
    NOT_READY(
            "statuscode: 5|HTTP 5\\d\\d|NOT_SERVING|service unhealthy",
            "it answers that it is not ready. If its readiness depends on a main, as that of a reverse proxy or an"
                    + " exporter"
                    + " does, both wait for each other"),
    /** It answers, but not this question. */
    REFUSED(
            "statuscode: 4|HTTP 4\\d\\d|unknown service|Unimplemented",
            "it answers, but not to this check: look at its path, its port and what it asks for");

    private final Pattern words;
    private final String text;

    LikelyCause(String words, String text) {
        this.words = Pattern.compile(words);
        this.text = text;
    }

    /** What the kubelet's message, or that of a gate container, points to. */
    public static Optional<LikelyCause> of(String failure) {
        for (LikelyCause cause : values()) {
            if (cause.words.matcher(failure).find()) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /** The cause as a clause. */
    public String inWords() {
        return text;
    }

    /** The cause as a sentence. */
    public String sentence() {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
