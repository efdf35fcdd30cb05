package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code serve} says where it cannot start. */
class ServeUsageErrorTest {
    @TempDir
    private Path folder;

    private static Cli.Run serve(String... args) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(args));
        return Cli.with(Map.of(
                        "SIDECAR_FIRST_HTTPS_PORT", "0",
                        "SIDECAR_FIRST_HEALTH_PORT", "0",
                        "SIDECAR_FIRST_LOG_LEVEL", "ERROR"))
                .execute(all.toArray(String[]::new));
    }

    private static void assertOneLine(Cli.Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).startsWith("sidecar-first: ").contains(said).doesNotContain("\tat ", "null");
        assertThat(run.err().lines().filter(line -> !line.startsWith("See '"))).hasSize(1);
        assertThat(run.out()).isEmpty();
    }

    static Stream<List<String>> combinations() {
        return Stream.of(
                List.of("--tls-cert-file and --tls-key-file go together", "--tls-cert-file", "x"),
                List.of("--tls-cert-file and --tls-key-file go together", "--tls-key-file", "x"),
                List.of("--client-names goes with --client-ca", "--client-names", "kube-apiserver"),
                List.of("--tls-secret goes with --webhook-configuration", "--tls-secret", "a/b"),
                List.of(
                        "--tls-secret and --tls-cert-file exclude each other",
                        "--tls-secret",
                        "a/b",
                        "--tls-cert-file",
                        "x",
                        "--tls-key-file",
                        "x"),
                List.of(
                        "--webhook-configuration and --tls-server-name go together",
                        "--tls-secret",
                        "a/b",
                        "--webhook-configuration",
                        "c"),
                List.of("--webhook-configuration and --tls-server-name go together", "--tls-server-name", "a.b.svc"),
                List.of(
                        "--webhook-configuration goes with --tls-secret or --tls-cert-file",
                        "--webhook-configuration",
                        "c",
                        "--tls-server-name",
                        "a.b.svc"));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void refusesOptionsThatLackTheirPartner(List<String> messageAndArgs) {
        assertOneLine(
                serve(messageAndArgs.subList(1, messageAndArgs.size()).toArray(String[]::new)),
                ExitCode.USAGE,
                messageAndArgs.get(0));
    }

    static Stream<List<String>> outOfRange() {
        return Stream.of(
                List.of("--https-port", "65536"),
                List.of("--https-port", "-1"),
                List.of("--health-port", "70000"),
                List.of("--max-body-bytes", "0"),
                List.of("--max-in-flight", "0"),
                List.of("--read-timeout-seconds", "0"),
                List.of("--read-timeout-seconds", "601"),
                List.of("--shutdown-delay-seconds", "-1"),
                List.of("--drain-timeout-seconds", "3601"),
                List.of("--certificate-lifetime-hours", "0"),
                List.of("--certificate-lifetime-hours", "8761"),
                List.of("--log-format", "xml"),
                List.of("--log-level", "LOUD"),
                List.of("--period-seconds", "0"));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void namesTheOptionOutOfRange(List<String> option) {
        assertOneLine(
                serve(option.get(0) + "=" + option.get(1)),
                ExitCode.USAGE,
                option.get(0).substring(2),
                option.get(1));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void namesTheVariableOutOfRange(List<String> option) {
        String variable =
                "SIDECAR_FIRST_" + option.get(0).substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
        Cli.Run run = Cli.with(Map.of(variable, option.get(1))).execute("serve", "--bind-address", "127.0.0.1");
        assertOneLine(run, ExitCode.USAGE, variable, option.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar-first", "/tls", "Sidecar/tls", "a/b/c"})
    void namesTheSecretThatIsNone(String name) {
        assertOneLine(
                serve("--tls-secret", name, "--webhook-configuration", "c", "--tls-server-name", "a.b.svc"),
                ExitCode.USAGE,
                "tls-secret",
                "NAMESPACE/NAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_b.svc",
                "https://gates.example",
                "gates.example:8443",
                "*.example",
                "10.0.0.256",
                "010.0.0.1",
                "[fd00::1]",
                "fd00::g",
                ""
            })
    void namesTheServerNameThatIsNone(String name) {
        assertOneLine(
                serve("--tls-secret", "a/b", "--webhook-configuration", "c", "--tls-server-name=" + name),
                ExitCode.USAGE,
                "--tls-server-name: \"" + name + "\" is ",
                "; it is SERVICE.NAMESPACE.svc, or the host of the URL that API servers call, without port and"
                        + " brackets");
    }

    /** What is refused then is the next thing. */
    @ParameterizedTest
    @ValueSource(strings = {"a.b.svc", "gates", "gates.example", "Gates.Example", "10.0.0.1", "fd00::1"})
    void takesTheHostOfAUrl(String name) {
        String missing = folder.resolve("tls.crt").toString();
        assertOneLine(
                serve(
                        "--tls-cert-file",
                        missing,
                        "--tls-key-file",
                        missing,
                        "--webhook-configuration",
                        "c",
                        "--tls-server-name",
                        name),
                ExitCode.UNAVAILABLE,
                missing);
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            for (String option : List.of("--https-port", "--health-port")) {
                List<String> args = new ArrayList<>(List.of("serve", "--https-port", "0", "--health-port", "0"));
                args.set(args.indexOf(option) + 1, port);
                args.addAll(List.of("--log-level", "ERROR"));
                assertOneLine(
                        Cli.run(args.toArray(String[]::new)),
                        ExitCode.UNAVAILABLE,
                        "127.0.0.1:" + port,
                        "another program");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-host.invalid", "192.0.2.1", "not an address", "[::1", ""})
    void saysThatTheAddressCannotBeListenedOn(String address) {
        Cli.Run run = serve("--bind-address=" + address);
        assertThat(run.code()).as(run.err()).isIn(ExitCode.UNAVAILABLE, ExitCode.USAGE);
        assertOneLine(run, run.code(), address);
    }

    @Test
    void namesTheCertificateThatCannotBeRead() {
        String missing = folder.resolve("tls.crt").toString();
        assertOneLine(serve("--tls-cert-file", missing, "--tls-key-file", missing), ExitCode.UNAVAILABLE, missing);
    }

    @Test
    void namesTheCertificateThatIsNone() throws IOException {
        String none = Files.writeString(folder.resolve("tls.crt"), "hello\n").toString();
        assertOneLine(serve("--tls-cert-file", none, "--tls-key-file", none), ExitCode.UNAVAILABLE, none);
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws IOException {
        TestAuthority authority = TestAuthority.create("ca");
        String certificate = Files.writeString(
                        folder.resolve("tls.crt"), authority.server("localhost").certificatePem())
                .toString();
        String key = Files.writeString(
                        folder.resolve("tls.key"), authority.server("localhost").keyPem())
                .toString();
        assertOneLine(
                serve("--tls-cert-file", certificate, "--tls-key-file", key),
                ExitCode.UNAVAILABLE,
                "does not belong to the certificate",
                certificate,
                key);
    }

    @Test
    void namesTheClientAuthorityThatCannotBeRead() {
        String missing = folder.resolve("ca.crt").toString();
        assertOneLine(serve("--client-ca", missing), ExitCode.UNAVAILABLE, missing);
    }
}
